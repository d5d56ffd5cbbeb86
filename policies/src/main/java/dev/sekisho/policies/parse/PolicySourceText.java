package dev.sekisho.policies.parse;

/**
 * The text of one data key of a policy ConfigMap.
 *
 * @param namespace of the ConfigMap
 * @param key of its data; names the text in problems
 * @param ownNamespace the one that Sekisho runs in, whose policies govern the whole platform
 */
public record PolicySourceText(
    String namespace, String configMap, String key, String text, String ownNamespace) {}

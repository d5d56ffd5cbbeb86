package dev.sekisho.policies.objects;

/**
 * The resource that is asked for.
 *
 * @param group empty for the core group
 * @param resource plural, in lower case
 */
public record GroupVersionResource(String group, String version, String resource) {}

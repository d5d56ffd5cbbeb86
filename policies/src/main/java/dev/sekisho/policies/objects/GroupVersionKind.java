package dev.sekisho.policies.objects;

/**
 * The type of the object in the request.
 *
 * @param group empty for the core group
 */
public record GroupVersionKind(String group, String version, String kind) {}

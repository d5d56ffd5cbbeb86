package dev.sekisho.xds.engine;

/**
 * Sidecars that are served the same.
 *
 * @param namespace theirs
 * @param egress what they are told of
 */
public record Audience(String namespace, Egress egress) {}

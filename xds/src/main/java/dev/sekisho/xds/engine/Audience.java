package dev.sekisho.xds.engine;

/**
 * Sidecars that are served the same.
 *
 * @param namespace theirs
 * @param egress what they are told of
 * @param explicit whether this is what they are told beside, because applications send them
 *     requests as to a proxy
 */
public record Audience(String namespace, Egress egress, boolean explicit) {
  /** Those to which connections are redirected, and all others as well. */
  public Audience(String namespace, Egress egress) {
    this(namespace, egress, false);
  }

  /** The same sidecars, told of that. */
  public Audience with(Egress told) {
    return new Audience(namespace, told, explicit);
  }
}

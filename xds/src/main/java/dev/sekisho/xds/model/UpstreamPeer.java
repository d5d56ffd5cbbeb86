package dev.sekisho.xds.model;

/**
 * Who answers at an endpoint, as far as that is known.
 *
 * @param takesMtls whether a sidecar is in front of it, so that the mesh's mTLS may be spoken to it
 * @param workload what statistics name it by, {@code name;namespace;canonical name;canonical
 *     revision;cluster} as Istio writes it; empty text if that isn't known
 */
public record UpstreamPeer(boolean takesMtls, String workload) {
  /** Nothing is known: it is spoken to in plaintext. */
  public static final UpstreamPeer UNKNOWN = new UpstreamPeer(false, "");

  /**
   * Where two are told of one endpoint, the choice must not depend on their order, and who is known
   * to take mTLS isn't spoken to in plaintext.
   */
  UpstreamPeer or(UpstreamPeer other) {
    return new UpstreamPeer(
        takesMtls || other.takesMtls,
        workload.compareTo(other.workload) < 0 ? other.workload : workload);
  }
}

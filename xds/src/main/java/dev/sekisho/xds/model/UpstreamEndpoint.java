package dev.sekisho.xds.model;

import java.util.Optional;

/**
 * Where a backend is reached.
 *
 * @param address an IPv4 or IPv6 address in canonical form
 * @param takesMtls whether a sidecar is in front of it, so that the mesh's mTLS may be spoken to it
 */
public record UpstreamEndpoint(String address, int port, Optional<String> zone, boolean takesMtls) {
  /** One that is spoken to in plaintext. */
  public UpstreamEndpoint(String address, int port, Optional<String> zone) {
    this(address, port, zone, false);
  }
}

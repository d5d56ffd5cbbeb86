package dev.sekisho.xds.model;

import java.util.Optional;

/**
 * Where a backend is reached.
 *
 * @param address an IPv4 or IPv6 address in canonical form
 * @param draining whether it is given nothing new
 */
public record UpstreamEndpoint(
    String address, int port, Optional<String> zone, boolean draining, UpstreamPeer peer) {
  /** One that is spoken to in plaintext. */
  public UpstreamEndpoint(String address, int port, Optional<String> zone) {
    this(address, port, zone, false, UpstreamPeer.UNKNOWN);
  }
}

package dev.sekisho.xds.model;

/**
 * Where a backend is reached.
 *
 * @param address an IPv4 or IPv6 address in canonical form
 * @param node that it is on; empty text if that isn't known
 * @param draining whether it is given nothing new
 */
public record UpstreamEndpoint(
    String address,
    int port,
    NodeLocality locality,
    String node,
    boolean draining,
    UpstreamPeer peer) {}

package dev.sekisho.xds.model;

import java.util.Optional;

/**
 * Where a backend is reached.
 *
 * @param address an IPv4 or IPv6 address in canonical form
 */
public record UpstreamEndpoint(String address, int port, Optional<String> zone) {}

package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.UpstreamEndpoint;
import java.util.List;

/**
 * A port of a Service as applications reach it.
 *
 * @param vips the Service's IPv4 addresses that lead to this port, in order
 * @param endpoints the ready ones, each once, by address and port; may be empty
 * @param identities who may answer over mTLS, by name; none: no endpoint takes it, as far as known
 */
public record OutboundPort(
    ClusterRef ref,
    PortProtocol protocol,
    List<String> vips,
    List<UpstreamEndpoint> endpoints,
    List<SpiffeId> identities) {
  public OutboundPort {
    vips = List.copyOf(vips);
    endpoints = List.copyOf(endpoints);
    identities = List.copyOf(identities);
  }
}

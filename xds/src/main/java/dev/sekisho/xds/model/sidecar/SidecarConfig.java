package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.TrustDomain;
import java.util.List;

/**
 * What sidecars do with connections of their applications, before it is put into Envoy's words.
 * Equal inputs give equal values, whatever the order of the inputs.
 *
 * @param outbound by Service and port, each once
 * @param revision of the policies
 */
public record SidecarConfig(
    SidecarPorts ports, List<OutboundPort> outbound, TrustDomain trustDomain, String revision) {
  public SidecarConfig {
    outbound = List.copyOf(outbound);
  }
}

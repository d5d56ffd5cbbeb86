package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.TrustDomain;

/**
 * What holds for the whole mesh.
 *
 * @param trustDomain of the certificates of workloads
 * @param ports that connections are redirected to
 * @param elsewhere what becomes of connections to nothing that is known, unless a namespace says so
 * @param status where sidecars answer for themselves
 */
public record MeshSettings(
    TrustDomain trustDomain,
    SidecarPorts ports,
    StatusPorts status,
    OutboundTrafficPolicy elsewhere) {
  /** One with the usual ports of status. */
  public MeshSettings(
      TrustDomain trustDomain, SidecarPorts ports, OutboundTrafficPolicy elsewhere) {
    this(trustDomain, ports, StatusPorts.DEFAULT, elsewhere);
  }

  /** One in which connections go where they were going. */
  public MeshSettings(TrustDomain trustDomain, SidecarPorts ports) {
    this(trustDomain, ports, OutboundTrafficPolicy.ALLOW_ANY);
  }
}

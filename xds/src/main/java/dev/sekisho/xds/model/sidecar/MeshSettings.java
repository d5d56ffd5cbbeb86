package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.TrustDomain;

/**
 * What holds for the whole mesh.
 *
 * @param trustDomain of the certificates of workloads
 * @param ports that connections are redirected to
 */
public record MeshSettings(TrustDomain trustDomain, SidecarPorts ports) {}

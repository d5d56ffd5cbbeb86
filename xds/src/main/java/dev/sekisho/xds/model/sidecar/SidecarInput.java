package dev.sekisho.xds.model.sidecar;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import java.util.List;
import java.util.Map;

/**
 * All that the configuration of sidecars is made from. The order of the collections has no meaning.
 *
 * @param slices the slices of each Service; Services without endpoints may be absent
 * @param pods those that are known; an endpoint whose Pod isn't is spoken to in plaintext
 * @param trustDomain of the certificates of workloads
 * @param revision of the policies; it ends up beside the resources, never inside
 */
public record SidecarInput(
    Map<ServiceKey, Service> services,
    Map<ServiceKey, List<EndpointSlice>> slices,
    Map<PodName, MeshPod> pods,
    TrustDomain trustDomain,
    String revision) {
  public SidecarInput {
    services = Map.copyOf(services);
    slices = Map.copyOf(slices);
    pods = Map.copyOf(pods);
  }
}

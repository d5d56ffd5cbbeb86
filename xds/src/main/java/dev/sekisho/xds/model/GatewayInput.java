package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.sidecar.MeshPod;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a gateway's configuration is made from. The order of the collections has no meaning.
 *
 * @param granted the Ingresses of the gateway whose claims the ledger granted, and no others
 * @param slices the slices of each Service; Services without endpoints may be absent
 * @param pods those of the endpoints that are known; one that isn't is spoken to in plaintext
 * @param certificates those that were found fit to be served; a TLS entry whose Secret isn't here
 *     is left out, because Envoy would hold back the whole listener for it
 * @param withheld why a Secret isn't given to this gateway, for whoever owns the objects that name
 *     it; none of these is in {@code certificates}
 * @param revision of the policies; it ends up beside the resources, never inside
 */
public record GatewayInput(
    Collection<Ingress> granted,
    Map<ServiceKey, Service> services,
    Map<ServiceKey, List<EndpointSlice>> slices,
    Map<PodName, MeshPod> pods,
    Map<SecretKey, TlsCertificate> certificates,
    Map<SecretKey, String> withheld,
    String revision) {
  public GatewayInput {
    granted = List.copyOf(granted);
    services = Map.copyOf(services);
    slices = Map.copyOf(slices);
    pods = Map.copyOf(pods);
    certificates = Map.copyOf(certificates);
    withheld = Map.copyOf(withheld);
  }

  /** Of a gateway from which nothing is withheld, in a cluster without sidecars. */
  public GatewayInput(
      Collection<Ingress> granted,
      Map<ServiceKey, Service> services,
      Map<ServiceKey, List<EndpointSlice>> slices,
      Map<SecretKey, TlsCertificate> certificates,
      String revision) {
    this(granted, services, slices, Map.of(), certificates, Map.of(), revision);
  }

  /** The same without these Secrets, and why. */
  public GatewayInput withholding(Map<SecretKey, String> reasons) {
    var left = new HashMap<>(certificates);
    left.keySet().removeAll(reasons.keySet());
    return new GatewayInput(granted, services, slices, pods, left, reasons, revision);
  }
}

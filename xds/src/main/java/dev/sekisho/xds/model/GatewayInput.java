package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All that a gateway's configuration is made from. The order of the collections has no meaning.
 *
 * @param granted the Ingresses of the gateway whose claims the ledger granted, and no others
 * @param slices the slices of each Service; Services without endpoints may be absent
 * @param certificates those that were found fit to be served; a TLS entry whose Secret isn't here
 *     is left out, because Envoy would hold back the whole listener for it
 * @param revision of the policies; it ends up beside the resources, never inside
 */
public record GatewayInput(
    Collection<Ingress> granted,
    Map<ServiceKey, Service> services,
    Map<ServiceKey, List<EndpointSlice>> slices,
    Map<SecretKey, TlsCertificate> certificates,
    String revision) {
  public GatewayInput {
    granted = List.copyOf(granted);
    services = Map.copyOf(services);
    slices = Map.copyOf(slices);
    certificates = Map.copyOf(certificates);
  }
}

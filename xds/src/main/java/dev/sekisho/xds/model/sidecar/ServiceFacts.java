package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that is known of one Service.
 *
 * @param aliased the Service that it is another name for; empty if there is none in the cluster
 * @param slices of its endpoints
 * @param pods those of its endpoints that are known; one that isn't is spoken to in plaintext
 * @param ownsSocket whether one of its addresses, with a port, is its own: an address that two
 *     Services claim is the first one's, since Envoy refuses it twice
 */
public record ServiceFacts(
    Service service,
    Optional<Service> aliased,
    List<EndpointSlice> slices,
    Map<PodName, MeshPod> pods,
    Predicate<ServiceSocket> ownsSocket) {

  /** The same of a Service of which nothing else is known. */
  public static ServiceFacts of(Service service) {
    return new ServiceFacts(service, Optional.empty(), List.of(), Map.of(), socket -> false);
  }

  /** The Pod that an endpoint is, if that is known. */
  Optional<MeshPod> pod(Endpoint endpoint) {
    return endpoint
        .pod()
        .map(name -> new PodName(service.key().namespace(), name))
        .flatMap(name -> Optional.ofNullable(pods.get(name)));
  }
}

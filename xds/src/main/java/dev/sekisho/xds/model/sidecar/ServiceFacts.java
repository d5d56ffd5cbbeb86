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
 * @param slices of its endpoints
 * @param pods those of its endpoints that are known; one that isn't is spoken to in plaintext
 * @param ownsSocket whether one of its addresses, with a port, is its own: an address that two
 *     Services claim is the first one's, since Envoy refuses it twice
 */
public record ServiceFacts(
    Service service,
    List<EndpointSlice> slices,
    Map<PodName, MeshPod> pods,
    Predicate<ServiceSocket> ownsSocket) {

  /** The Pod that an endpoint is, if that is known. */
  Optional<MeshPod> pod(Endpoint endpoint) {
    return endpoint
        .pod()
        .map(name -> new PodName(service.key().namespace(), name))
        .flatMap(name -> Optional.ofNullable(pods.get(name)));
  }
}

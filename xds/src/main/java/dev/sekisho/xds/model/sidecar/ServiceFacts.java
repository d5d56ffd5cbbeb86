package dev.sekisho.xds.model.sidecar;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.Endpoints;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.UpstreamPeer;
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
 * @param localities where those of its endpoints' nodes stand that are known, by name
 * @param ownsSocket whether one of its addresses, with a port, is its own: an address that two
 *     Services claim is the first one's, since Envoy refuses it twice
 */
public record ServiceFacts(
    Service service,
    Optional<Service> aliased,
    List<EndpointSlice> slices,
    Map<PodName, MeshPod> pods,
    Map<String, NodeLocality> localities,
    Predicate<ServiceSocket> ownsSocket)
    implements Endpoints.Knowledge {

  /** The same of a Service of which nothing else is known. */
  public static ServiceFacts of(Service service) {
    return of(service, List.of(), Map.of());
  }

  /** The same of one of which only its endpoints are known. */
  public static ServiceFacts of(
      Service service, List<EndpointSlice> slices, Map<PodName, MeshPod> pods) {
    return new ServiceFacts(service, Optional.empty(), slices, pods, Map.of(), socket -> false);
  }

  @Override
  public UpstreamPeer peer(Endpoint endpoint, int port) {
    return pod(endpoint)
        .map(pod -> new UpstreamPeer(pod.takesMtlsAt(port), pod.workload()))
        .orElse(UpstreamPeer.UNKNOWN);
  }

  @Override
  public NodeLocality locality(Endpoint endpoint) {
    return endpoint
        .node()
        .flatMap(node -> Optional.ofNullable(localities.get(node)))
        .orElse(NodeLocality.UNKNOWN);
  }

  /**
   * The ServiceAccounts of the endpoints that take the mesh's mTLS, by name. Also of those that
   * aren't ready yet: a cluster shouldn't change for each that becomes so.
   */
  public List<String> mtlsAccounts() {
    return slices.stream()
        .flatMap(slice -> slice.endpoints().stream())
        .flatMap(endpoint -> pod(endpoint).stream())
        .filter(MeshPod::takesMtls)
        .map(MeshPod::serviceAccount)
        .distinct()
        .sorted()
        .toList();
  }

  /** The Pod that an endpoint is, if that is known. */
  Optional<MeshPod> pod(Endpoint endpoint) {
    return endpoint
        .pod()
        .map(name -> new PodName(service.key().namespace(), name))
        .flatMap(name -> Optional.ofNullable(pods.get(name)));
  }
}

package dev.sekisho.xds.engine;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.ServiceFacts;
import dev.sekisho.xds.model.sidecar.ServiceSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Services as they are known, and which of them a change reaches. For one thread. */
final class ServiceTable {
  private final Map<ServiceKey, Service> services = new HashMap<>();
  private final Map<ServiceKey, List<EndpointSlice>> slices = new HashMap<>();
  private final Map<PodName, MeshPod> pods = new HashMap<>();

  /** Which Services have an endpoint in a Pod, known or not. */
  private final Map<PodName, Set<ServiceKey>> users = new HashMap<>();

  /** Which Services claim an address with a port; it is the first one's. */
  private final Map<ServiceSocket, TreeSet<ServiceKey>> claims = new HashMap<>();

  /**
   * Takes a change.
   *
   * @return the Services of which something else is known now
   */
  Set<ServiceKey> apply(MeshChange change) {
    var reached = new HashSet<ServiceKey>();
    change.services().forEach((key, now) -> service(key, now, reached));
    change.slices().forEach((key, now) -> slices(key, now, reached));
    change.pods().forEach((name, now) -> pod(name, now, reached));
    return reached;
  }

  Set<ServiceKey> keys() {
    return services.keySet();
  }

  /** Empty if there is no such Service. */
  Optional<ServiceFacts> facts(ServiceKey key) {
    return Optional.ofNullable(services.get(key))
        .map(
            service ->
                new ServiceFacts(service, slicesOf(key), podsOf(key), socket -> owns(key, socket)));
  }

  private void service(ServiceKey key, Optional<Service> now, Set<ServiceKey> reached) {
    var before = Optional.ofNullable(services.get(key));
    if (before.equals(now)) {
      return;
    }
    before.ifPresent(
        service -> ServiceSocket.of(service).forEach(socket -> release(key, socket, reached)));
    now.ifPresentOrElse(service -> services.put(key, service), () -> services.remove(key));
    now.ifPresent(
        service -> ServiceSocket.of(service).forEach(socket -> claim(key, socket, reached)));
    reached.add(key);
  }

  private void claim(ServiceKey key, ServiceSocket socket, Set<ServiceKey> reached) {
    var claimants = claims.computeIfAbsent(socket, s -> new TreeSet<>());
    claimants.add(key);
    reached.addAll(others(claimants, key));
  }

  private void release(ServiceKey key, ServiceSocket socket, Set<ServiceKey> reached) {
    var claimants = claims.computeIfAbsent(socket, s -> new TreeSet<>());
    claimants.remove(key);
    reached.addAll(others(claimants, key));
    if (claimants.isEmpty()) {
      claims.remove(socket);
    }
  }

  private static Set<ServiceKey> others(Set<ServiceKey> claimants, ServiceKey key) {
    return claimants.stream().filter(other -> !other.equals(key)).collect(Collectors.toSet());
  }

  private boolean owns(ServiceKey key, ServiceSocket socket) {
    var claimants = claims.get(socket);
    return claimants != null && claimants.first().equals(key);
  }

  private void slices(ServiceKey key, List<EndpointSlice> now, Set<ServiceKey> reached) {
    if (slicesOf(key).equals(now)) {
      return;
    }
    podNames(key).forEach(pod -> leave(pod, key));
    if (now.isEmpty()) {
      slices.remove(key);
    } else {
      slices.put(key, now);
    }
    podNames(key).forEach(pod -> users.computeIfAbsent(pod, p -> new HashSet<>()).add(key));
    reached.add(key);
  }

  private void leave(PodName pod, ServiceKey key) {
    users.computeIfPresent(
        pod,
        (p, keys) -> {
          keys.remove(key);
          return keys.isEmpty() ? null : keys;
        });
  }

  private void pod(PodName name, Optional<MeshPod> now, Set<ServiceKey> reached) {
    var before = Optional.ofNullable(pods.get(name));
    if (before.equals(now)) {
      return;
    }
    now.ifPresentOrElse(pod -> pods.put(name, pod), () -> pods.remove(name));
    reached.addAll(users.getOrDefault(name, Set.of()));
  }

  private List<EndpointSlice> slicesOf(ServiceKey key) {
    return slices.getOrDefault(key, List.of());
  }

  private Set<PodName> podNames(ServiceKey key) {
    return slicesOf(key).stream()
        .flatMap(slice -> slice.endpoints().stream())
        .flatMap(endpoint -> endpoint.pod().stream())
        .map(name -> new PodName(key.namespace(), name))
        .collect(Collectors.toSet());
  }

  private Map<PodName, MeshPod> podsOf(ServiceKey key) {
    var known = new HashMap<PodName, MeshPod>();
    for (var name : podNames(key)) {
      var pod = pods.get(name);
      if (pod != null) {
        known.put(name, pod);
      }
    }
    return known;
  }
}

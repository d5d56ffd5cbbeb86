package dev.sekisho.xds.engine;

import com.google.common.collect.Sets;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.model.sidecar.ServiceFacts;
import dev.sekisho.xds.model.sidecar.ServiceSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Services as they are known, and which of them a change reaches. For one thread. */
final class ServiceTable {
  private final Map<ServiceKey, Service> services = new HashMap<>();
  private final Map<ServiceKey, ServiceEndpoints> endpoints = new HashMap<>();
  private final AliasTable aliases = new AliasTable();
  private final Map<PodName, MeshPod> pods = new HashMap<>();

  private final Map<String, NodeLocality> localities = new HashMap<>();

  /** Which Services have an endpoint in a Pod, known or not. */
  private final Users<PodName> users = new Users<>();

  /** Which have one on a node. */
  private final Users<String> nodeUsers = new Users<>();

  /** Which Services claim an address with a port; it is the first one's. */
  private final Map<ServiceSocket, TreeSet<ServiceKey>> claims = new HashMap<>();

  /** The same by Service: those of one without addresses of its own follow its endpoints. */
  private final Map<ServiceKey, Set<ServiceSocket>> claimed = new HashMap<>();

  /**
   * Takes a change.
   *
   * @return of what something else is known now
   */
  Reached apply(MeshChange change) {
    var reached = new Reached(new HashSet<>(), new HashSet<>());
    change.services().forEach((key, now) -> service(key, now, reached));
    change.slices().forEach((key, now) -> slices(key, now, reached));
    change.pods().forEach((name, now) -> pod(name, now, reached.services()));
    change.nodes().forEach((name, now) -> node(name, now, reached.services()));
    return reached;
  }

  /**
   * What a change reaches.
   *
   * @param pods whose Services are others now, or their ports
   */
  record Reached(Set<ServiceKey> services, Set<PodName> pods) {}

  /** The ports of a Pod that Services lead to, in no order. */
  List<InboundPort> inbound(PodName pod) {
    return users.of(pod).stream().flatMap(key -> inbound(pod, key)).toList();
  }

  private Stream<InboundPort> inbound(PodName pod, ServiceKey key) {
    var ports = endpointsOf(key).byPod().getOrDefault(pod, Set.of());
    return Optional.ofNullable(services.get(key)).stream()
        .flatMap(service -> service.ports().stream())
        .flatMap(
            port ->
                ports.stream()
                    .filter(target -> target.name().equals(port.name()))
                    .map(
                        target ->
                            new InboundPort(
                                target.number(),
                                PortProtocol.of(port),
                                new ClusterRef(key, port.number()))));
  }

  Set<ServiceKey> keys() {
    return services.keySet();
  }

  /** Empty if there is no such Service. */
  Optional<ServiceFacts> facts(ServiceKey key) {
    return Optional.ofNullable(services.get(key))
        .map(
            service ->
                new ServiceFacts(
                    service,
                    aliases
                        .targetOf(key)
                        .flatMap(target -> Optional.ofNullable(services.get(target))),
                    endpointsOf(key).slices(),
                    known(pods, endpointsOf(key).byPod().keySet()),
                    known(localities, endpointsOf(key).nodes()),
                    socket -> owns(key, socket)));
  }

  private void service(ServiceKey key, Optional<Service> now, Reached all) {
    var reached = all.services();
    var before = Optional.ofNullable(services.get(key));
    if (before.equals(now)) {
      return;
    }
    now.ifPresentOrElse(service -> services.put(key, service), () -> services.remove(key));
    aliases.put(key, now);
    reclaim(key, reached);
    reached.add(key);
    reached.addAll(aliases.namesOf(key));
    all.pods().addAll(endpointsOf(key).byPod().keySet());
  }

  /** Claims what the Service has now; what is another's from now on reaches that one as well. */
  private void reclaim(ServiceKey key, Set<ServiceKey> reached) {
    var before = claimed.getOrDefault(key, Set.of());
    var service = services.get(key);
    var now =
        service == null
            ? Set.<ServiceSocket>of()
            : ServiceSocket.of(service, endpointsOf(key).slices());
    before.stream().filter(s -> !now.contains(s)).forEach(s -> release(key, s, reached));
    now.stream().filter(s -> !before.contains(s)).forEach(s -> claim(key, s, reached));
    if (now.isEmpty()) {
      claimed.remove(key);
    } else {
      claimed.put(key, now);
    }
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

  private void slices(ServiceKey key, List<EndpointSlice> now, Reached reached) {
    var before = endpointsOf(key);
    if (before.slices().equals(now)) {
      return;
    }
    var after = ServiceEndpoints.of(key, now);
    if (now.isEmpty()) {
      endpoints.remove(key);
    } else {
      endpoints.put(key, after);
    }
    reached.services().add(key);
    users.change(key, before.byPod().keySet(), after.byPod().keySet());
    nodeUsers.change(key, before.nodes(), after.nodes());
    for (var pod : Sets.union(before.byPod().keySet(), after.byPod().keySet())) {
      var had = before.byPod().get(pod);
      var has = after.byPod().get(pod);
      if (!Objects.equals(had, has)) {
        reached.pods().add(pod);
      }
    }
    reclaim(key, reached.services());
  }

  private void pod(PodName name, Optional<MeshPod> now, Set<ServiceKey> reached) {
    var before = Optional.ofNullable(pods.get(name));
    if (before.equals(now)) {
      return;
    }
    now.ifPresentOrElse(pod -> pods.put(name, pod), () -> pods.remove(name));
    reached.addAll(users.of(name));
  }

  private void node(String name, Optional<NodeLocality> now, Set<ServiceKey> reached) {
    var before = Optional.ofNullable(localities.get(name));
    if (before.equals(now)) {
      return;
    }
    now.ifPresentOrElse(there -> localities.put(name, there), () -> localities.remove(name));
    reached.addAll(nodeUsers.of(name));
  }

  private ServiceEndpoints endpointsOf(ServiceKey key) {
    return endpoints.getOrDefault(key, ServiceEndpoints.NONE);
  }

  private static <K, V> Map<K, V> known(Map<K, V> all, Set<K> of) {
    var known = new HashMap<K, V>();
    for (var name : of) {
      var there = all.get(name);
      if (there != null) {
        known.put(name, there);
      }
    }
    return known;
  }
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshPod;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Services, their endpoints, the Pods with sidecars among these, and where Nodes stand; and what of
 * it has changed since somebody asked. For one thread.
 */
final class BackendState {

  private static final Comparator<ObjectKey> BY_NAME =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

  private final Map<ServiceKey, Service> services = new HashMap<>();
  private final Map<ServiceKey, SortedMap<ObjectKey, EndpointSlice>> slices = new HashMap<>();
  private final Map<ObjectKey, ServiceKey> sliceOwners = new HashMap<>();
  private final Map<PodName, MeshPod> pods = new HashMap<>();

  /** The slices that each Pod is in. */
  private final Map<PodName, Set<ObjectKey>> podSlices = new HashMap<>();

  private final Map<String, NodeLocality> nodes = new HashMap<>();

  private final Set<ServiceKey> changedServices = new HashSet<>();
  private final Set<ServiceKey> changedSlices = new HashSet<>();
  private final Set<PodName> changedPods = new HashSet<>();
  private final Set<String> changedNodes = new HashSet<>();
  private final Consumer<ServiceKey> changed;

  /**
   * @param changed called with each Service that changes, or whose endpoints do
   */
  BackendState(Consumer<ServiceKey> changed) {
    this.changed = changed;
  }

  void putService(JsonNode object) {
    var service = BackendReader.service(object);
    services.put(service.key(), service);
    changedServices.add(service.key());
    changed.accept(service.key());
  }

  void removeService(ObjectKey key) {
    var service = new ServiceKey(key.namespace(), key.name());
    services.remove(service);
    changedServices.add(service);
    changed.accept(service);
  }

  void putSlice(ObjectKey key, JsonNode object) {
    removeSlice(key);
    BackendReader.slice(object).ifPresent(slice -> putSlice(key, slice));
  }

  private void putSlice(ObjectKey key, EndpointSlice slice) {
    sliceOwners.put(key, slice.service());
    slices.computeIfAbsent(slice.service(), k -> new TreeMap<>(BY_NAME)).put(key, slice);
    podsOf(slice).forEach(pod -> podSlices.computeIfAbsent(pod, p -> new HashSet<>()).add(key));
    changedSlices.add(slice.service());
    changed.accept(slice.service());
  }

  void removeSlice(ObjectKey key) {
    var owner = sliceOwners.remove(key);
    if (owner != null) {
      slices.computeIfPresent(
          owner,
          (k, ofOwner) -> {
            podsOf(ofOwner.remove(key)).forEach(pod -> leave(pod, key));
            return ofOwner.isEmpty() ? null : ofOwner;
          });
      changedSlices.add(owner);
      changed.accept(owner);
    }
  }

  /** Takes what is known of a Pod now; empty: it is gone. */
  void pod(PodName name, Optional<MeshPod> facts) {
    if (facts.equals(Optional.ofNullable(pods.get(name)))) {
      return;
    }
    facts.ifPresentOrElse(pod -> pods.put(name, pod), () -> pods.remove(name));
    changedPods.add(name);
    podSlices.getOrDefault(name, Set.of()).stream()
        .flatMap(slice -> Optional.ofNullable(sliceOwners.get(slice)).stream())
        .distinct()
        .forEach(changed);
  }

  private void leave(PodName pod, ObjectKey slice) {
    podSlices.computeIfPresent(
        pod,
        (p, all) -> {
          all.remove(slice);
          return all.isEmpty() ? null : all;
        });
  }

  private static Stream<PodName> podsOf(@Nullable EndpointSlice slice) {
    return Stream.ofNullable(slice)
        .flatMap(
            some ->
                some.endpoints().stream()
                    .flatMap(endpoint -> endpoint.pod().stream())
                    .map(name -> new PodName(some.service().namespace(), name)));
  }

  void putNode(String name, JsonNode object) {
    nodes.put(name, BackendReader.locality(object));
    changedNodes.add(name);
  }

  void removeNode(String name) {
    nodes.remove(name);
    changedNodes.add(name);
  }

  /** The Pods that are known now. */
  Set<PodName> pods() {
    return Set.copyOf(pods.keySet());
  }

  /** What has changed since this was called before. */
  MeshChange takeChange() {
    var change =
        new MeshChange(
            now(changedServices, services),
            changedSlices.stream().collect(Collectors.toMap(key -> key, this::slices)),
            now(changedPods, pods),
            now(changedNodes, nodes),
            Map.of());
    changedServices.clear();
    changedSlices.clear();
    changedPods.clear();
    changedNodes.clear();
    return change;
  }

  private static <K, V> Map<K, Optional<V>> now(Set<K> changed, Map<K, V> all) {
    return changed.stream()
        .collect(Collectors.toMap(key -> key, key -> Optional.ofNullable(all.get(key))));
  }

  /** Those of these that there are. */
  Map<ServiceKey, Service> services(Set<ServiceKey> keys) {
    var found = new HashMap<ServiceKey, Service>();
    for (var key : keys) {
      var service = services.get(key);
      if (service != null) {
        found.put(key, service);
      }
    }
    return found;
  }

  /** Of these Services, as far as they have any. */
  Map<ServiceKey, List<EndpointSlice>> slices(Set<ServiceKey> keys) {
    return keys.stream()
        .filter(slices::containsKey)
        .collect(Collectors.toMap(key -> key, this::slices));
  }

  /** Those Pods among the endpoints of these Services of which something is known. */
  Map<PodName, MeshPod> pods(Set<ServiceKey> keys) {
    var found = new HashMap<PodName, MeshPod>();
    keys.stream()
        .flatMap(key -> slices(key).stream())
        .flatMap(BackendState::podsOf)
        .forEach(
            name -> {
              var pod = pods.get(name);
              if (pod != null) {
                found.put(name, pod);
              }
            });
    return found;
  }

  private List<EndpointSlice> slices(ServiceKey key) {
    var ofService = slices.get(key);
    return ofService == null ? List.of() : List.copyOf(ofService.values());
  }
}

package dev.sekisho.xds.engine;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshPod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is different in the cluster from what was known before. Immutable.
 *
 * @param services as they are now; empty: gone
 * @param slices all of each Service whose endpoints changed
 * @param pods as they are now; empty: gone
 * @param nodes where they stand now; empty: gone
 * @param workloads those whose sidecars are connected, as they are now; empty: not any more
 */
public record MeshChange(
    Map<ServiceKey, Optional<Service>> services,
    Map<ServiceKey, List<EndpointSlice>> slices,
    Map<PodName, Optional<MeshPod>> pods,
    Map<String, Optional<NodeLocality>> nodes,
    Map<PodName, Optional<Workload>> workloads) {
  /** Nothing is different. */
  public static final MeshChange NONE =
      new MeshChange(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  public MeshChange {
    services = Map.copyOf(services);
    slices = Map.copyOf(slices);
    pods = Map.copyOf(pods);
    nodes = Map.copyOf(nodes);
    workloads = Map.copyOf(workloads);
  }

  /** One in which nothing is said of nodes. */
  public MeshChange(
      Map<ServiceKey, Optional<Service>> services,
      Map<ServiceKey, List<EndpointSlice>> slices,
      Map<PodName, Optional<MeshPod>> pods,
      Map<PodName, Optional<Workload>> workloads) {
    this(services, slices, pods, Map.of(), workloads);
  }

  public boolean isEmpty() {
    return services.isEmpty()
        && slices.isEmpty()
        && pods.isEmpty()
        && nodes.isEmpty()
        && workloads.isEmpty();
  }

  /** What is different with workloads that are connected. */
  public MeshChange with(Map<PodName, Optional<Workload>> connected) {
    return new MeshChange(services, slices, pods, nodes, connected);
  }

  /** What of it is about Services themselves. */
  public MeshChange ofServices() {
    return new MeshChange(services, Map.of(), Map.of(), Map.of());
  }

  /** All the rest of it. */
  public MeshChange withoutServices() {
    return new MeshChange(Map.of(), slices, pods, nodes, workloads);
  }

  /** Both changes, this one first. */
  public MeshChange then(MeshChange later) {
    return isEmpty()
        ? later
        : new MeshChange(
            union(services, later.services),
            union(slices, later.slices),
            union(pods, later.pods),
            union(nodes, later.nodes),
            union(workloads, later.workloads));
  }

  private static <K, V> Map<K, V> union(Map<K, V> earlier, Map<K, V> later) {
    if (later.isEmpty()) {
      return earlier;
    }
    var all = new HashMap<>(earlier);
    all.putAll(later);
    return all;
  }
}

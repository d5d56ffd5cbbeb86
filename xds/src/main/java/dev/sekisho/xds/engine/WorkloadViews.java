package dev.sekisho.xds.engine;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import dev.sekisho.xds.translate.sidecar.InboundResources;
import dev.sekisho.xds.translate.sidecar.InboundStatus;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import dev.sekisho.xds.translate.sidecar.ProbeTranslator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the sidecars of single Pods are served for what comes in. Equal workloads share it. For one
 * thread.
 */
final class WorkloadViews {
  private static final class Shared {
    final ResourceSnapshot snapshot;
    int users;

    Shared(ResourceSnapshot snapshot) {
      this.snapshot = snapshot;
    }
  }

  private final MeshSettings settings;
  private final ResourceStore store;
  private final NodeEndpoints nodes;
  private final InboundResources status;
  private final Map<PodName, Workload> workloads = new HashMap<>();
  private final Map<String, Set<PodName>> onNode = new HashMap<>();
  private final Map<PodName, InboundConfig> configs = new HashMap<>();
  private final Map<InboundConfig, Shared> translated = new HashMap<>();

  WorkloadViews(MeshSettings settings, ResourceStore store, NodeEndpoints nodes) {
    this.nodes = nodes;
    this.settings = settings;
    this.store = store;
    this.status = InboundStatus.translate(settings.status());
  }

  /**
   * Follows a change.
   *
   * @param changed workloads of which something else is known now; empty: gone
   * @param reached Pods whose Services are others now; those that aren't connected are passed over
   * @param changedNodes on which other endpoints are told of now
   * @param ports finds those of a Pod that Services lead to
   */
  void update(
      Map<PodName, Optional<Workload>> changed,
      Set<PodName> reached,
      Set<String> changedNodes,
      Function<PodName, List<InboundPort>> ports) {
    changed.forEach(
        (pod, now) ->
            now.ifPresentOrElse(
                workload -> {
                  leaveNode(pod, workloads.put(pod, workload));
                  onNode.computeIfAbsent(workload.place().node(), n -> new HashSet<>()).add(pod);
                  publish(pod, workload, ports);
                },
                () -> leave(pod)));
    var concerned = new HashSet<>(reached);
    changedNodes.forEach(node -> concerned.addAll(onNode.getOrDefault(node, Set.of())));
    for (var pod : concerned) {
      var workload = workloads.get(pod);
      if (workload != null) {
        publish(pod, workload, ports);
      }
    }
  }

  private void publish(PodName pod, Workload workload, Function<PodName, List<InboundPort>> ports) {
    var config =
        new InboundConfig(
            settings.ports(), settings.trustDomain(), ports.apply(pod), workload.mesh());
    var before = configs.put(pod, config);
    if (!config.equals(before)) {
      translated.computeIfAbsent(config, c -> new Shared(snapshot(c))).users++;
      if (before != null) {
        release(before);
      }
    }
    var shared = Objects.requireNonNull(translated.get(config)).snapshot;
    store.publish(
        ProxyScope.ofWorkload(pod.namespace(), pod.name()),
        withEndpoints(withProbes(shared, workload), workload));
  }

  /** These are its node's. */
  private ResourceSnapshot withEndpoints(ResourceSnapshot snapshot, Workload workload) {
    var endpoints = nodes.on(workload.place().node());
    return endpoints.resources(ResourceType.ENDPOINT).isEmpty()
        ? snapshot
        : snapshot.taking(ResourceType.ENDPOINT, endpoints);
  }

  /** These are of the one Pod, by its address. */
  private ResourceSnapshot withProbes(ResourceSnapshot shared, Workload workload) {
    var probes =
        ProbeTranslator.translate(workload.probes(), workload.place().ip(), settings.status());
    var changes = new ResourceChanges();
    probes.clusters().forEach(cluster -> changes.put(ResourceType.CLUSTER, cluster));
    probes.listeners().forEach(listener -> changes.put(ResourceType.LISTENER, listener));
    return shared.with(changes);
  }

  private void leaveNode(PodName pod, @Nullable Workload workload) {
    if (workload != null) {
      onNode.computeIfPresent(
          workload.place().node(),
          (node, all) -> {
            all.remove(pod);
            return all.isEmpty() ? null : all;
          });
    }
  }

  private void leave(PodName pod) {
    leaveNode(pod, workloads.remove(pod));
    var before = configs.remove(pod);
    if (before != null) {
      release(before);
    }
    store.drop(ProxyScope.ofWorkload(pod.namespace(), pod.name()));
  }

  private void release(InboundConfig config) {
    translated.computeIfPresent(config, (c, shared) -> --shared.users == 0 ? null : shared);
  }

  private ResourceSnapshot snapshot(InboundConfig config) {
    var resources = InboundTranslator.translate(config).and(status);
    return ResourceSnapshot.of(
        Map.of(
            ResourceType.CLUSTER, resources.clusters(),
            ResourceType.LISTENER, resources.listeners()),
        "");
  }
}

package dev.sekisho.xds.engine;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
  private final Map<PodName, Workload> workloads = new HashMap<>();
  private final Map<PodName, InboundConfig> configs = new HashMap<>();
  private final Map<InboundConfig, Shared> translated = new HashMap<>();

  WorkloadViews(MeshSettings settings, ResourceStore store) {
    this.settings = settings;
    this.store = store;
  }

  /**
   * Follows a change.
   *
   * @param changed workloads of which something else is known now; empty: gone
   * @param reached Pods whose Services are others now; those that aren't connected are passed over
   * @param ports finds those of a Pod that Services lead to
   */
  void update(
      Map<PodName, Optional<Workload>> changed,
      Set<PodName> reached,
      Function<PodName, List<InboundPort>> ports) {
    changed.forEach(
        (pod, now) ->
            now.ifPresentOrElse(
                workload -> {
                  workloads.put(pod, workload);
                  publish(pod, workload, ports);
                },
                () -> leave(pod)));
    for (var pod : reached) {
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
    if (config.equals(before)) {
      return;
    }
    var shared = translated.computeIfAbsent(config, c -> new Shared(snapshot(c)));
    shared.users++;
    if (before != null) {
      release(before);
    }
    store.publish(ProxyScope.ofWorkload(pod.namespace(), pod.name()), shared.snapshot);
  }

  private void leave(PodName pod) {
    workloads.remove(pod);
    var before = configs.remove(pod);
    if (before != null) {
      release(before);
    }
    store.drop(ProxyScope.ofWorkload(pod.namespace(), pod.name()));
  }

  private void release(InboundConfig config) {
    translated.computeIfPresent(config, (c, shared) -> --shared.users == 0 ? null : shared);
  }

  private static ResourceSnapshot snapshot(InboundConfig config) {
    var resources = InboundTranslator.translate(config);
    return ResourceSnapshot.of(
        Map.of(
            ResourceType.CLUSTER, resources.clusters(),
            ResourceType.LISTENER, resources.listeners()),
        "");
  }
}

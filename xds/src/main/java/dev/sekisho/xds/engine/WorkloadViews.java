package dev.sekisho.xds.engine;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceChanges;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import dev.sekisho.xds.translate.sidecar.EgressTranslator;
import dev.sekisho.xds.translate.sidecar.InboundResources;
import dev.sekisho.xds.translate.sidecar.InboundStatus;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import dev.sekisho.xds.translate.sidecar.ProbeTranslator;
import java.util.EnumMap;
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
  /**
   * What equal workloads have in common.
   *
   * @param elsewhere if it has IPv6 addresses: what all have that share an egress is IPv4's
   */
  private record Shape(InboundConfig inbound, Optional<OutboundTrafficPolicy> elsewhere) {}

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
  private final Map<IpFamilies, InboundResources> status = new EnumMap<>(IpFamilies.class);
  private final Map<PodName, Workload> workloads = new HashMap<>();
  private final Map<String, Set<PodName>> onNode = new HashMap<>();
  private final Map<PodName, Shape> shapes = new HashMap<>();
  private final Map<Shape, Shared> translated = new HashMap<>();

  WorkloadViews(MeshSettings settings, ResourceStore store, NodeEndpoints nodes) {
    this.nodes = nodes;
    this.settings = settings;
    this.store = store;
    for (var families : IpFamilies.values()) {
      status.put(families, InboundStatus.translate(settings.status(), families));
    }
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
    var shape = shape(workload, ports.apply(pod));
    var before = shapes.put(pod, shape);
    if (!shape.equals(before)) {
      translated.computeIfAbsent(shape, s -> new Shared(snapshot(s))).users++;
      if (before != null) {
        release(before);
      }
    }
    var shared = Objects.requireNonNull(translated.get(shape)).snapshot;
    store.publish(
        ProxyScope.ofWorkload(pod.namespace(), pod.name()),
        withEndpoints(withProbes(shared, workload), workload));
  }

  private Shape shape(Workload workload, List<InboundPort> ports) {
    var families = workload.place().families();
    var inbound =
        new InboundConfig(
            settings.ports(), families, settings.trustDomain(), ports, workload.mesh());
    return new Shape(
        inbound,
        families == IpFamilies.IPV4 ? Optional.empty() : Optional.of(workload.elsewhere()));
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
        ProbeTranslator.translate(
            workload.probes(),
            workload.place().ip(),
            workload.place().families(),
            settings.status());
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
    var before = shapes.remove(pod);
    if (before != null) {
      release(before);
    }
    store.drop(ProxyScope.ofWorkload(pod.namespace(), pod.name()));
  }

  private void release(Shape shape) {
    translated.computeIfPresent(shape, (s, shared) -> --shared.users == 0 ? null : shared);
  }

  private ResourceSnapshot snapshot(Shape shape) {
    var families = shape.inbound().families();
    var resources =
        InboundTranslator.translate(shape.inbound())
            .and(Objects.requireNonNull(status.get(families)))
            .and(
                shape
                    .elsewhere()
                    .map(elsewhere -> ofIpv6(families, elsewhere))
                    .orElse(InboundResources.NONE));
    return ResourceSnapshot.of(
        Map.of(
            ResourceType.CLUSTER, resources.clusters(),
            ResourceType.LISTENER, resources.listeners()),
        "");
  }

  /** In place of those that all share. */
  private InboundResources ofIpv6(IpFamilies families, OutboundTrafficPolicy elsewhere) {
    return new InboundResources(
        List.of(EgressTranslator.inboundPassthrough(families)),
        List.of(new EgressTranslator(elsewhere).redirected(settings.ports(), families)));
  }
}

package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.source.ClusterPods;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.mesh.MeshRules;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.engine.PodPlace;
import dev.sekisho.xds.engine.Workload;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.ConfigProblem;
import dev.sekisho.xds.model.sidecar.AppProbes;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.PlaintextPorts;
import dev.sekisho.xds.model.sidecar.ProbesReader;
import dev.sekisho.xds.resources.ProxyScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be published to sidecars. But for {@link #watch} it is used on the model's thread
 * only.
 */
final class SidecarWork {
  private final ConnectedScopes proxies;
  private final Map<PodName, List<ConfigProblem>> probeProblems = new HashMap<>();
  private Optional<ClusterPods> pods = Optional.empty();
  private boolean podsRead;
  private MeshRules rules = MeshRules.NONE;
  private final OutboundTrafficPolicy elsewhere;

  /** Of the namespaces of connected sidecars. */
  private Map<NamespaceFacts, NamespaceEgress> egresses = Map.of();

  /**
   * @param elsewhere what becomes of connections to nothing that is known, unless a namespace says
   */
  SidecarWork(ConnectedScopes proxies, OutboundTrafficPolicy elsewhere) {
    this.proxies = proxies;
    this.elsewhere = elsewhere;
  }

  /**
   * Configures sidecars from now on, when the Pods have been read. Each change reads anew what is
   * known of the Pod, so that their order doesn't matter.
   */
  void watch(ClusterPods known, ModelThread thread) {
    known.onMeshChange(
        name ->
            thread.change(
                state -> {
                  state.pod(name, inMesh(known, name, state));
                  proxies.touched(name);
                }));
    var unused =
        known
            .read()
            .thenRun(
                () ->
                    thread.change(
                        state -> {
                          known
                              .inMesh()
                              .forEach(name -> state.pod(name, inMesh(known, name, state)));
                          pods = Optional.of(known);
                          podsRead = true;
                        }));
  }

  /** Configures sidecars without: no endpoint is known to take mTLS. */
  void withoutPods() {
    podsRead = true;
  }

  /** The Pods whose sidecars no connection to them passes; none where no Pods are known. */
  List<PodIdentity> unredirectedPods() {
    return pods.map(ClusterPods::unredirected).orElse(List.of());
  }

  /** Those to be served; empty until all is known that they are configured from. */
  Optional<Map<ProxyScope, Audience>> audiences(ClusterState state) {
    if (!podsRead) {
      return Optional.empty();
    }
    var audiences = new HashMap<>(proxies.sidecars());
    var read = new HashMap<NamespaceFacts, NamespaceEgress>();
    audiences.replaceAll(
        (scope, audience) -> {
          var facts = state.hosts().namespace(audience.namespace());
          var egress = egress(facts);
          read.put(facts, egress);
          return audience.with(egress.egress());
        });
    egresses = read;
    return Optional.of(audiences);
  }

  private NamespaceEgress egress(NamespaceFacts facts) {
    var known = egresses.get(facts);
    return known == null ? NamespaceEgress.of(facts, elsewhere) : known;
  }

  /** What the connected sidecars' namespaces and Pods say that can't be understood. */
  Stream<String> problems() {
    return Stream.concat(
        egresses.values().stream().flatMap(egress -> egress.problems().stream()),
        probeProblems.values().stream()
            .flatMap(List::stream)
            .map(p -> p.object() + " " + p.fieldPath() + ": " + p.message()));
  }

  /** What has changed since this was called before. */
  MeshChange change(ClusterState state) {
    if (!podsRead) {
      return state.takeMeshChange();
    }
    var now = state.mesh().rules();
    boolean namespacesChanged = state.mesh().takeNamespacesChanged();
    boolean ruledAnew = now != rules || namespacesChanged;
    if (ruledAnew && (rules.ask(MtlsMode.DISABLE) || now.ask(MtlsMode.DISABLE))) {
      // Who calls them has to know, wherever that is.
      pods.ifPresent(
          known -> state.meshPods().forEach(name -> state.pod(name, inMesh(known, name, state))));
    }
    rules = now;
    return state.takeMeshChange().with(workloads(state, ruledAnew));
  }

  /** With the ports on which it isn't to be called over mTLS. */
  private static Optional<MeshPod> inMesh(ClusterPods known, PodName name, ClusterState state) {
    var labels = known.known(name).map(PodIdentity::labels).orElse(Map.of());
    return known
        .inMesh(name)
        .map(pod -> pod.with(PlaintextPorts.of(state.mesh().of(name.namespace(), labels))));
  }

  private Map<PodName, Optional<Workload>> workloads(ClusterState state, boolean ruledAnew) {
    var changed = new HashMap<PodName, Optional<Workload>>();
    if (ruledAnew) {
      proxies.workloads().forEach(pod -> changed.put(pod, Optional.of(workload(pod, state))));
    }
    proxies
        .takeChangedWorkloads()
        .forEach(
            pod ->
                changed.put(
                    pod,
                    proxies.isConnected(pod)
                        ? Optional.of(workload(pod, state))
                        : Optional.empty()));
    changed.forEach(
        (pod, workload) -> {
          if (workload.isEmpty()) {
            probeProblems.remove(pod);
          }
        });
    return changed;
  }

  private Workload workload(PodName pod, ClusterState state) {
    var known = pods.flatMap(all -> all.known(pod));
    var mesh = state.mesh().of(pod.namespace(), known.map(PodIdentity::labels).orElse(Map.of()));
    var read =
        pods.flatMap(all -> all.probes(pod))
            .map(json -> ProbesReader.read(new ObjectKey("Pod", pod.namespace(), pod.name()), json))
            .orElse(AppProbes.NONE);
    probeProblems.put(pod, read.problems());
    return new Workload(
        mesh,
        read.probes(),
        pods.flatMap(all -> all.place(pod)).orElse(PodPlace.UNKNOWN),
        egress(state.hosts().namespace(pod.namespace())).egress().elsewhere());
  }
}

package dev.sekisho.xds.engine;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.EndpointState;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.ServiceTrait;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.store.ResourceStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A cluster that is changed bit by bit, and an engine that is told. */
final class TestMesh {
  final Map<ServiceKey, Service> services = new HashMap<>();
  final Map<ServiceKey, List<EndpointSlice>> slices = new HashMap<>();
  final Map<PodName, MeshPod> pods = new HashMap<>();
  final Map<String, NodeLocality> nodes = new HashMap<>();
  final Map<PodName, Workload> workloads = new HashMap<>();
  final Map<ProxyScope, Audience> audiences = new HashMap<>();
  final ResourceStore store = new ResourceStore();

  private final MeshEngine engine = engine(store);
  private MeshChange change = MeshChange.NONE;

  private static MeshEngine engine(ResourceStore store) {
    return new MeshEngine(
        new MeshSettings(new TrustDomain("cluster.local"), SidecarPorts.DEFAULT), store);
  }

  static ServicePort port(String name, int number) {
    return new ServicePort(name, number, Optional.empty());
  }

  TestMesh audience(String namespace) {
    return audience(namespace, Egress.ALL);
  }

  TestMesh audience(String namespace, Egress egress) {
    audiences.put(ProxyScope.ofSidecar(namespace), new Audience(namespace, egress));
    return this;
  }

  /** There are sidecars of that namespace that applications use as a proxy. */
  TestMesh explicit(String namespace, Egress egress) {
    audiences.put(ProxyScope.ofExplicit(namespace), new Audience(namespace, egress, true));
    return this;
  }

  TestMesh leaveExplicit(String namespace) {
    audiences.remove(ProxyScope.ofExplicit(namespace));
    return this;
  }

  TestMesh leave(String namespace) {
    audiences.remove(ProxyScope.ofSidecar(namespace));
    return this;
  }

  /** The first port's endpoints listen on the port itself. */
  TestMesh service(String name, String vip, ServicePort... ports) {
    var key = key(name);
    return service(new Service(key, List.of(ports), vip.isEmpty() ? List.of() : List.of(vip)));
  }

  TestMesh headless(String name, ServicePort... ports) {
    return service(
        new Service(
            key(name), List.of(ports), List.of(), Set.of(ServiceTrait.HEADLESS), Optional.empty()));
  }

  TestMesh alias(String name, String host) {
    return service(new Service(key(name), List.of(), List.of(), Set.of(), Optional.of(host)));
  }

  TestMesh service(Service service) {
    services.put(service.key(), service);
    return changed(service.key(), Optional.of(service));
  }

  TestMesh noService(String name) {
    services.remove(key(name));
    return changed(key(name), Optional.empty());
  }

  private TestMesh changed(ServiceKey key, Optional<Service> service) {
    return then(new MeshChange(Map.of(key, service), Map.of(), Map.of(), Map.of()));
  }

  /**
   * Endpoints are Pods, each of its own address: {@code web-1=10.0.0.1}; with "!": it drains; with
   * "@n": it is on the node "n".
   */
  TestMesh endpoints(String name, String portName, int port, String... endpoints) {
    var key = key(name);
    var all = new ArrayList<Endpoint>();
    Stream.of(endpoints)
        .map(text -> text.split("[=@]", -1))
        .forEach(
            parts ->
                all.add(
                    new Endpoint(
                        List.of(parts[1].replace("!", "")),
                        parts[1].endsWith("!") ? EndpointState.DRAINING : EndpointState.READY,
                        Optional.empty(),
                        Optional.of(parts[0]),
                        Optional.of(parts).filter(p -> p.length > 2).map(p -> p[2]))));
    var now =
        all.isEmpty()
            ? List.<EndpointSlice>of()
            : List.of(new EndpointSlice(key, List.of(new EndpointSlice.Port(portName, port)), all));
    slices.put(key, now);
    return then(new MeshChange(Map.of(), Map.of(key, now), Map.of(), Map.of()));
  }

  TestMesh pod(String name, Optional<MeshPod> pod) {
    var key = key(name);
    var podName = new PodName(key.namespace(), key.name());
    pod.ifPresentOrElse(there -> pods.put(podName, there), () -> pods.remove(podName));
    return then(new MeshChange(Map.of(), Map.of(), Map.of(podName, pod), Map.of()));
  }

  TestMesh node(String name, Optional<NodeLocality> locality) {
    locality.ifPresentOrElse(there -> nodes.put(name, there), () -> nodes.remove(name));
    return then(new MeshChange(Map.of(), Map.of(), Map.of(), Map.of(name, locality), Map.of()));
  }

  /** The sidecar of that Pod is connected, and policies say that of it; empty: it isn't. */
  TestMesh workload(String name, Optional<WorkloadMesh> mesh) {
    return connect(name, mesh.map(Workload::new));
  }

  TestMesh workload(String name, Workload workload) {
    return connect(name, Optional.of(workload));
  }

  TestMesh connect(String name, Optional<Workload> workload) {
    var key = key(name);
    var pod = new PodName(key.namespace(), key.name());
    workload.ifPresentOrElse(there -> workloads.put(pod, there), () -> workloads.remove(pod));
    return then(MeshChange.NONE.with(Map.of(pod, workload)));
  }

  private TestMesh then(MeshChange next) {
    change = change.then(next);
    return this;
  }

  /** Tells the engine what has changed since it was told last. */
  TestMesh apply() {
    engine.apply(change, audiences, "r");
    change = MeshChange.NONE;
    return this;
  }

  /** Each as a line. */
  List<String> problems() {
    return engine.problems().stream()
        .map(p -> p.object() + " " + p.fieldPath() + ": " + p.message())
        .sorted()
        .toList();
  }

  ResourceSnapshot served(String namespace) {
    return store.current(ProxyScope.ofSidecar(namespace));
  }

  ResourceSnapshot servedExplicitly(String namespace) {
    return store.current(ProxyScope.ofExplicit(namespace));
  }

  ResourceSnapshot inbound(String pod) {
    return store.current(scope(pod));
  }

  static ProxyScope scope(String pod) {
    return ProxyScope.ofWorkload(key(pod).namespace(), key(pod).name());
  }

  /** What another engine serves that is told all at once. */
  ResourceStore fromScratch() {
    var fresh = new ResourceStore();
    engine(fresh)
        .apply(
            new MeshChange(
                present(services), slices, present(pods), present(nodes), present(workloads)),
            audiences,
            "r");
    return fresh;
  }

  private static <K, V> Map<K, Optional<V>> present(Map<K, V> all) {
    var present = new HashMap<K, Optional<V>>();
    all.forEach((key, value) -> present.put(key, Optional.of(value)));
    return present;
  }

  /** {@code namespace/name}. */
  static ServiceKey key(String text) {
    var parts = text.split("/", -1);
    return new ServiceKey(parts[0], parts[1]);
  }
}

package dev.sekisho.benchmarks.pure;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.engine.Audience;
import dev.sekisho.xds.engine.Egress;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.engine.MeshEngine;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.EndpointSlice;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.MeshSettings;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.store.ResourceStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One Service changes among many, which are spread over a hundred namespaces and have one HTTP port
 * and two endpoints each: from the change to what all sidecars are served. The goal is 1 ms at
 * 10,000 Services.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MeshEngineBenchmark {

  private static final int NAMESPACES = 100;
  private static final MeshPod POD = new MeshPod("default", true);

  @Param({"1000", "10000"})
  private int services;

  /** Namespaces with sidecars. */
  @Param({"1", "100"})
  private int audiences;

  /** That the Services are spread over: the Services of a port share their routes. */
  @Param({"1", "100"})
  private int ports;

  private final Map<ProxyScope, Audience> served = new HashMap<>();
  private MeshEngine engine = engine();
  private int round;

  private static MeshEngine engine() {
    return new MeshEngine(
        new MeshSettings(new TrustDomain("cluster.local"), SidecarPorts.DEFAULT),
        new ResourceStore());
  }

  @Setup
  public void fill() {
    for (int i = 0; i < audiences; i++) {
      var namespace = "app-" + i;
      served.put(ProxyScope.ofSidecar(namespace), new Audience(namespace, Egress.ALL));
    }
    var all = new HashMap<ServiceKey, Optional<Service>>();
    var slices = new HashMap<ServiceKey, List<EndpointSlice>>();
    var pods = new HashMap<PodName, Optional<MeshPod>>();
    for (int i = 0; i < services; i++) {
      all.put(key(i), Optional.of(service(i, 0)));
      slices.put(key(i), slices(i, 0));
      for (int pod = 0; pod < 2; pod++) {
        pods.put(new PodName(key(i).namespace(), podName(i, pod)), Optional.of(POD));
      }
    }
    engine = engine();
    engine.apply(new MeshChange(all, slices, pods, Map.of()), served, "revision");
  }

  /** What happens most: a Pod goes and another one comes. */
  @Benchmark
  public void endpoints() {
    round++;
    engine.apply(
        new MeshChange(Map.of(), Map.of(key(0), slices(0, round)), Map.of(), Map.of()),
        served,
        "revision");
  }

  /** Its address is in the routes of its port, too. */
  @Benchmark
  public void address() {
    round++;
    engine.apply(
        new MeshChange(
            Map.of(key(0), Optional.of(service(0, round))), Map.of(), Map.of(), Map.of()),
        served,
        "revision");
  }

  private static ServiceKey key(int number) {
    return new ServiceKey("app-" + number % NAMESPACES, "svc-" + number);
  }

  private Service service(int number, int round) {
    var port = new ServicePort("http", 80 + number / NAMESPACES % ports, Optional.empty());
    return new Service(key(number), List.of(port), List.of(address(96 + round % 2, number)));
  }

  private static List<EndpointSlice> slices(int number, int round) {
    return List.of(
        new EndpointSlice(
            key(number),
            List.of(new EndpointSlice.Port("http", 8080)),
            List.of(endpoint(number, 0, 0), endpoint(number, 1, round))));
  }

  private static EndpointSlice.Endpoint endpoint(int number, int pod, int round) {
    return new EndpointSlice.Endpoint(
        List.of(address(10 + 2 * pod + round % 2, number)),
        true,
        Optional.empty(),
        Optional.of(podName(number, pod)));
  }

  private static String podName(int number, int pod) {
    return "svc-" + number + "-" + pod;
  }

  private static String address(int second, int number) {
    return "10.%d.%d.%d".formatted(second, number >> 8, number & 0xff);
  }
}

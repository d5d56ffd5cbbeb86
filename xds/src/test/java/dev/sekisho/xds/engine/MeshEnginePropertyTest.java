package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.Service;
import dev.sekisho.xds.model.ServiceTrait;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever has happened, what is served is what follows from how things are. */
class MeshEnginePropertyTest {
  private static final int EVENTS = 1_000;
  private static final List<String> NAMESPACES = List.of("a", "b", "c");
  private static final List<String> PORTS = List.of("http", "tcp", "grpc-x", "", "http2", "mongo");
  private static final List<Integer> NUMBERS = List.of(80, 8080, 5432, 15001);

  @Property(tries = 10)
  void incrementalEqualsFromScratch(@ForAll long seed) {
    var random = new Random(seed);
    var mesh = new TestMesh().audience("a");
    var published = new HashMap<ProxyScope, ResourceSnapshot>();
    for (int i = 0; i < EVENTS; i++) {
      event(random, mesh);
      if (random.nextInt(4) == 0) {
        mesh.apply();
        followed(mesh, published);
      }
      if (i % 100 == 99) {
        mesh.apply();
        followed(mesh, published);
        same(mesh);
      }
    }
  }

  /** The changes that were published lead from one snapshot to the next. */
  private static void followed(TestMesh mesh, Map<ProxyScope, ResourceSnapshot> published) {
    for (var scope : List.of(ProxyScope.ofSidecar("a"), ProxyScope.ofExplicit("a"))) {
      var before = Optional.ofNullable(published.remove(scope));
      mesh.store
          .publication(scope)
          .ifPresent(
              publication -> {
                var now = publication.snapshot();
                before.ifPresent(
                    known ->
                        assertThat(publication.changesSince(known))
                            .isEqualTo(now.changesSince(known)));
                published.put(scope, now);
              });
    }
  }

  private static void same(TestMesh mesh) {
    var fresh = mesh.fromScratch();
    var scopes = new ArrayList<>(mesh.audiences.keySet());
    mesh.workloads
        .keySet()
        .forEach(pod -> scopes.add(TestMesh.scope(pod.namespace() + "/" + pod.name())));
    for (var scope : scopes) {
      var expected = fresh.current(scope);
      var actual = mesh.store.current(scope);
      for (var type : ResourceType.values()) {
        assertThat(actual.resources(type)).isEqualTo(expected.resources(type));
        assertThat(actual.version(type)).isEqualTo(expected.version(type));
      }
    }
  }

  private static void event(Random random, TestMesh mesh) {
    var service = pick(random, NAMESPACES) + "/s" + random.nextInt(5);
    switch (random.nextInt(23)) {
      case 0 -> mesh.noService(service);
      case 1, 2, 3 ->
          mesh.service(
              service,
              random.nextInt(8) == 0 ? "" : "10.96.0." + random.nextInt(6),
              TestMesh.port(pick(random, PORTS), pick(random, NUMBERS)),
              TestMesh.port("second", pick(random, NUMBERS)));
      case 4, 5, 6, 7 -> mesh.endpoints(service, pick(random, PORTS), 8080, endpoints(random));
      case 8, 9 -> mesh.pod(pick(random, NAMESPACES) + "/p" + random.nextInt(4), pod(random));
      case 12 ->
          mesh.connect(
              pick(random, NAMESPACES) + "/p" + random.nextInt(4),
              random.nextInt(4) == 0 ? Optional.empty() : Optional.of(workload(random)));
      case 10 -> mesh.leave(pick(random, NAMESPACES));
      case 19 -> mesh.leaveExplicit(pick(random, NAMESPACES));
      case 20, 21 -> mesh.explicit(pick(random, NAMESPACES), egress(random));
      case 14 ->
          mesh.service(
              new Service(
                  TestMesh.key(service),
                  List.of(TestMesh.port(pick(random, PORTS), pick(random, NUMBERS))),
                  List.of("10.96.0." + random.nextInt(6), "fd00::" + random.nextInt(3)),
                  Set.of(pick(random, List.of(ServiceTrait.values()))),
                  Optional.empty()));
      case 17, 18 -> mesh.node("n" + random.nextInt(3), locality(random));
      case 15, 16 -> mesh.alias(service, host(random));
      case 13, 11 ->
          mesh.headless(
              service,
              TestMesh.port(pick(random, PORTS), pick(random, NUMBERS)),
              TestMesh.port("second", pick(random, NUMBERS)));
      default -> mesh.audience(pick(random, NAMESPACES), egress(random));
    }
  }

  private static String[] endpoints(Random random) {
    return random
        .ints(random.nextInt(4), 0, 4)
        .distinct()
        .mapToObj(
            n ->
                "p%d=10.0.0.%d%s%s"
                    .formatted(
                        n,
                        n,
                        random.nextInt(4) == 0 ? "!" : "",
                        random.nextInt(4) == 0 ? "" : "@n" + random.nextInt(3)))
        .toArray(String[]::new);
  }

  private static String host(Random random) {
    return random.nextInt(8) == 0
        ? "example.com"
        : "s%d.%s.svc.cluster.local".formatted(random.nextInt(5), pick(random, NAMESPACES));
  }

  private static Optional<MeshPod> pod(Random random) {
    return random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(new MeshPod("account-" + random.nextInt(2), random.nextBoolean()));
  }

  private static Optional<NodeLocality> locality(Random random) {
    return random.nextInt(4) == 0
        ? Optional.empty()
        : Optional.of(new NodeLocality("r" + random.nextInt(2), "z" + random.nextInt(2), ""));
  }

  private static Workload workload(Random random) {
    var node = random.nextInt(4) == 0 ? "" : "n" + random.nextInt(3);
    return new Workload(
        mesh(random),
        List.of(),
        new PodPlace(List.of("10.0.0.1", "fd00::1").subList(random.nextInt(2), 2), node),
        pick(random, List.of(OutboundTrafficPolicy.values())));
  }

  private static WorkloadMesh mesh(Random random) {
    return new WorkloadMesh(
        random.nextBoolean() ? MtlsMode.STRICT : MtlsMode.PERMISSIVE,
        Collections.emptySortedMap(),
        random.nextInt(3) == 0 ? List.of(List.of()) : List.of());
  }

  private static Egress egress(Random random) {
    return switch (random.nextInt(3)) {
      case 0 ->
          new Egress(
              OutboundTrafficPolicy.REGISTRY_ONLY,
              Optional.of(new TreeSet<>(List.of("a", pick(random, NAMESPACES)))));
      case 1 -> new Egress(OutboundTrafficPolicy.REGISTRY_ONLY, Optional.empty());
      default -> Egress.ALL;
    };
  }

  private static <T> T pick(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.integration.MeshService.Condition;
import dev.sekisho.integration.MeshService.Port;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The API server goes away and forgets, a replica of the control plane dies: applications that call
 * each other all the time notice nothing, and their sidecars are told what changed and no more.
 *
 * <p>The property {@code sekisho.outage.seconds} says for how long the API server is away.
 */
@KubernetesTest(ownServer = true)
@Timeout(400)
class SidecarFaultIT {
  private static final int PER_SECOND = 500;
  private static final int OUTAGE_SECONDS = Integer.getInteger("sekisho.outage.seconds", 20);
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Watches are tried again every 6.4 s at least. */
  private static final Duration CAUGHT_UP = Duration.ofSeconds(15);

  private static final String SECRETS = "sekisho_xds_pushes_total{type=\"SDS\"}";
  private static final Pattern ROUTES = Pattern.compile("\\.rds\\..*\\.update_success$");

  /** Of the test's Services: the API server has one of itself, whose endpoint goes with it. */
  private static final Pattern ENDPOINTS =
      Pattern.compile("^cluster\\.outbound\\|80\\|.*;\\.update_success$");

  private static SidecarMesh mesh;
  private static List<MeshPod> sidecars;
  private static MeshPod client;
  private static MeshPod stranger;
  private static MeshService service;
  private static MeshService other;

  @BeforeAll
  static void start(Cluster cluster) {
    mesh = SidecarMesh.start(cluster, 2);
    var shop = cluster.freshNamespace("shop", "");
    client = mesh.sidecar(cluster.freshNamespace("front", ""), "web", "web-1");
    stranger = mesh.plain(shop, "old", "old-1");
    sidecars =
        List.of(client, mesh.sidecar(shop, "app", "app-0"), mesh.sidecar(shop, "app", "app-1"));
    var ports = List.of(new Port("http", 80, MeshApp.HTTP));
    service = MeshService.create(cluster, shop, "app", "", ports, sidecars.get(1), sidecars.get(2));
    other = MeshService.create(cluster, shop, "other", "", ports, stranger);
    sidecars.stream().skip(1).forEach(mesh::application);
    sidecars.forEach(pod -> pod.awaitListeners("0.0.0.0_80"));
    client.awaitAnswers(service, 80);
    awaitEndpoints(1);
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @Test
  void theApiServerIsAwayAndComesBackWithoutItsPast(Cluster cluster) {
    var before = Told.now();
    var load = MeshLoad.of(client, service, 80, PER_SECOND);
    try (load) {
      load.awaitMore(PER_SECOND);
      cluster.server().stop();
      // What was decided elsewhere while nobody could be told, and never will be as an event.
      cluster.server().etcd().delete(other.etcdKey());
      cluster.server().etcd().compact();
      load.awaitMore(OUTAGE_SECONDS * PER_SECOND);
      assertThat(load.failures()).as("while it is away").isEmpty();
      assertThat(Told.now()).as("while it is away").isEqualTo(before);

      cluster.server().startAgain();
      long back = System.nanoTime();
      awaitEndpoints(0);
      System.out.printf(
          "away for %d s; caught up %d ms after its return%n",
          OUTAGE_SECONDS, Duration.ofNanos(System.nanoTime() - back).toMillis());
      load.awaitMore(2 * PER_SECOND);
    }
    System.out.printf("%d requests, answered by %s%n", load.sent(), load.answers());
    assertThat(load.failures()).isEmpty();
    assertThat(Told.now().since(before)).isEqualTo(Map.of("endpoints", 3L));

    other.makeSlice();
    awaitEndpoints(1);
  }

  @Test
  void aReplicaIsKilled() {
    var before = Told.now();
    var killed = mesh.replicas().getFirst();
    long reconnecting = (long) killed.metric("sekisho_xds_connected_proxies");
    assertThat(reconnecting).isBetween(1L, 2L);
    var load = MeshLoad.of(client, service, 80, PER_SECOND);
    try (load) {
      load.awaitMore(PER_SECOND);
      var survivor = mesh.replicas().getLast();
      var pushed = survivor.metric(SECRETS);
      killed.kill();
      other.remove(stranger);
      awaitEndpoints(0);
      Await.that(
          "all to be connected to the other",
          SOON,
          () -> survivor.metric("sekisho_xds_connected_proxies") == 3);
      load.awaitMore(2 * PER_SECOND);

      // A workload's certificate belongs to a stream: the new one makes another.
      assertThat(survivor.metric(SECRETS) - pushed).isBetween(1.0, 2.0 * reconnecting);
      killed.startAgain();
      load.awaitMore(2 * PER_SECOND);
    }
    System.out.printf("%d requests, answered by %s%n", load.sent(), load.answers());
    assertThat(load.failures()).isEmpty();
    assertThat(Told.now().since(before)).isEqualTo(Map.of("endpoints", 3L));

    other.put(stranger, Condition.READY);
    awaitEndpoints(1);
  }

  private static void awaitEndpoints(int number) {
    var count = "cluster." + other.cluster(80) + ";.membership_total";
    for (var pod : sidecars) {
      Await.that(
          pod.pod().name() + " to know " + number + " endpoints",
          CAUGHT_UP,
          () -> pod.envoy().stat(count) == number);
    }
  }

  /**
   * How many answers of each type the sidecars have taken, but for secrets.
   *
   * @param counts of all together
   */
  private record Told(Map<String, Long> counts) {
    static Told now() {
      var counts = new TreeMap<String, Long>();
      counts.put("clusters", sum(envoy -> envoy.stat("cluster_manager.cds.update_success")));
      counts.put("listeners", sum(envoy -> envoy.stat("listener_manager.lds.update_success")));
      counts.put("routes", sum(envoy -> envoy.statsMatching(ROUTES)));
      counts.put("endpoints", sum(envoy -> envoy.statsMatching(ENDPOINTS)));
      return new Told(counts);
    }

    /** What has become more since then. */
    Map<String, Long> since(Told then) {
      var more = new TreeMap<String, Long>();
      counts.forEach((type, count) -> more.put(type, count - then.counts.getOrDefault(type, 0L)));
      more.values().removeIf(count -> count == 0);
      return more;
    }

    private static long sum(ToLongFunction<EnvoyProcess> count) {
      return sidecars.stream().map(MeshPod::envoy).mapToLong(count).sum();
    }
  }
}

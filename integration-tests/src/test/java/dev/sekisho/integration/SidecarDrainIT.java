package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.integration.MeshService.Condition;
import dev.sekisho.integration.MeshService.Port;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Service is called without a pause while all its Pods are replaced, more than once. */
@KubernetesTest
@Timeout(180)
class SidecarDrainIT {
  private static final int PER_SECOND = 500;
  private static final int REPLICAS = 2;
  private static final int REPLACED = 4;

  /** A grace of two seconds, in requests. */
  private static final int GRACE = 2 * PER_SECOND;

  private static Cluster cluster;
  private static SidecarMesh mesh;
  private static MeshPod client;
  private static String shop;

  /** A Pod that answers. */
  private record Backend(MeshPod pod, MeshApp app) {}

  @BeforeAll
  static void start(Cluster started) {
    cluster = started;
    mesh = SidecarMesh.start(cluster, 1);
    shop = cluster.freshNamespace("shop", "");
    client = mesh.sidecar(cluster.freshNamespace("front", ""), "web", "web-1");
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @Test
  void noRequestFailsWhilePodsComeAndGo() {
    cluster.putPolicy(
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: edge}
        spec: {mesh: {mtls: {mode: STRICT}}}
        """);
    var running = new ArrayDeque<Backend>();
    var service =
        MeshService.create(cluster, shop, "app", "", List.of(new Port("http", 80, MeshApp.HTTP)));
    for (int i = 0; i < REPLICAS; i++) {
      running.add(started(i));
      service.put(running.getLast().pod(), Condition.READY);
    }
    client.awaitListeners("0.0.0.0_80");
    client.awaitAnswers(service, 80);

    var load = MeshLoad.of(client, service, 80, PER_SECOND);
    try (load) {
      for (int i = 0; i < REPLACED; i++) {
        // As a rollout does: one more, then one less.
        running.add(started(REPLICAS + i));
        service.put(running.getLast().pod(), Condition.READY);
        var leaving = running.removeFirst();
        service.put(leaving.pod(), Condition.DRAINING);
        // Meanwhile it goes on answering, as with a preStop hook that waits.
        load.awaitMore(GRACE);
        leaving.app().close();
        mesh.end(leaving.pod());
        service.remove(leaving.pod());
      }
      load.awaitMore(PER_SECOND);
    }
    System.out.printf("%d requests, answered by %s%n", load.sent(), load.answers());
    assertThat(load.failures()).isEmpty();
    assertThat(load.sent()).isGreaterThan(15 * PER_SECOND);
    assertThat(load.answers()).as("all had their part").hasSize(REPLICAS + REPLACED);
  }

  private static Backend started(int number) {
    var pod = mesh.sidecar(shop, "app", "app-" + number);
    return new Backend(pod, mesh.application(pod));
  }
}

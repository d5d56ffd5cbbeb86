package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A whole rotation of the root while two workloads talk mutual TLS, with both replicas of the
 * control plane killed and started again in it.
 */
@KubernetesTest
class MeshRotationIT {
  private static final Duration CYCLE = Duration.ofMinutes(2);
  private static final int PER_SECOND = 200;

  /** Staged after 36 s, signs after 40.5 s; the one before it ends at 72 s. */
  private static final String[] SHORT_LIVES = {
    "--root-lifetime=72s",
    "--workload-certificate-lifetime=18s",
    "--serving-certificate-lifetime=18s"
  };

  @Test
  void noRequestAndNoHandshakeFails(Cluster cluster) {
    new SecretObject(cluster, "sekisho-ca").delete();
    new SecretObject(cluster, "cacerts").delete();
    var web = TestPod.create(cluster, cluster.freshNamespace("shop", ""), "web", "web-1");
    var api = TestPod.create(cluster, cluster.freshNamespace("bank", ""), "api", "api-1");
    int port = Ports.free();
    try (var one = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES);
        var other = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES);
        var service = RoundRobin.over(List.of(one.xdsPort(), other.xdsPort()));
        var clients = RoundRobin.over(List.of(one.xdsPort(), other.xdsPort()));
        var roots = new ProjectedRoots(cluster);
        var application = Upstream.start("api")) {
      var home = new TestSidecar.Home("127.0.0.1:" + service.port(), roots.file());
      var away = new TestSidecar.Home("127.0.0.1:" + clients.port(), roots.file());
      try (var server = TestSidecar.server(home, api, port, application);
          var client = TestSidecar.client(away, web, Ports.free(), port, api.spiffeId())) {
        Await.that("a reply", CYCLE, () -> client.get("api", "/").status() == 200);
        var first = roots.now().getFirst();
        var traffic = SteadyTraffic.through(client, PER_SECOND);
        try (traffic) {
          Await.that("the next root is trusted too", CYCLE, () -> roots.now().size() == 2);
          // One that learns late keeps a certificate of the old root while others get new ones.
          clients.cut();
          Await.that("it signs", CYCLE, () -> !roots.now().getFirst().equals(first));
          int sent = traffic.sent();
          Await.that("more traffic", CYCLE, () -> traffic.sent() > sent + 2 * PER_SECOND);
          clients.mend();
          restart(one);
          restart(other);
          Await.that("the old one is gone", CYCLE, () -> !roots.now().contains(first));
        }
        assertThat(traffic.failures()).isEmpty();
        assertThat(traffic.sent()).isGreaterThan(PER_SECOND * 20);
        assertNoFailedHandshake(client, server);
      }
    }
  }

  private static void restart(ControlPlaneProcess controlPlane) {
    controlPlane.kill();
    controlPlane.startAgain();
  }

  private static void assertNoFailedHandshake(EnvoyProcess client, EnvoyProcess server) {
    assertThat(client.stat("cluster.next.ssl.handshake")).as("handshakes").isGreaterThan(500);
    for (var failed :
        List.of(
            "connection_error", "fail_verify_error", "fail_verify_san", "fail_verify_no_cert")) {
      assertThat(client.stat("cluster.next.ssl." + failed)).as(failed).isZero();
    }
    assertThat(client.stat("cluster.next.upstream_cx_connect_fail")).isZero();
    assertThat(server.statsEndingWith(".ssl.connection_error")).as("of the server").isZero();
    assertThat(server.statsEndingWith(".ssl.handshake")).as("of the server").isPositive();
  }

  /** The published bundle as kubelet keeps it in a Pod: the file is replaced when it changes. */
  private static final class ProjectedRoots implements AutoCloseable {
    private final Cluster cluster;
    private final Path folder = Tools.newData("roots");
    private final Thread keeper = Thread.ofPlatform().name("roots").daemon().unstarted(this::keep);
    private volatile boolean open = true;
    private String written = "";

    ProjectedRoots(Cluster cluster) {
      this.cluster = cluster;
      Await.that("the published roots", CYCLE, () -> !now().isEmpty());
      write(String.join("", now()));
      keeper.start();
    }

    Path file() {
      return folder.resolve("root-cert.pem");
    }

    /** The roots as they are published now, PEM each. */
    List<String> now() {
      return RootRotationIT.roots(RootRotationIT.bundle(cluster));
    }

    private void keep() {
      while (open) {
        var now = String.join("", now());
        if (!now.equals(written)) {
          write(now);
        }
        Await.pause();
      }
    }

    private void write(String text) {
      try {
        var fresh = Files.writeString(folder.resolve(".fresh"), text);
        Files.move(
            fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = text;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      open = false;
      try {
        keeper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

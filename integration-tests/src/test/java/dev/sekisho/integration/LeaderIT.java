package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One of several replicas writes, and another takes over when that one goes. */
@KubernetesTest(audited = true)
class LeaderIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** How long a Lease outlives its holder, and a little. */
  private static final Duration LEASE = Duration.ofSeconds(18);

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  @Test
  void theNextWritesWhatTheFirstDidNot(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    try (var first = ControlPlaneProcess.start(cluster, "--webhook-configuration=off");
        var second = ControlPlaneProcess.start(cluster, "--webhook-configuration=off")) {
      Await.that("the first leads", SOON, () -> leads(first));
      assertThat(leads(second)).isFalse();
      assertThat(holder(cluster)).isNotEmpty();
      cluster.awaitPolicyStatus("ok");

      cluster.putPolicy(Cluster.EDGE + "    deny: [one.example]\n");
      var revision = awaitRevision(cluster, second);
      assertThat(statusWrites(cluster)).as("one write for each of two contents").isEqualTo(2);

      first.kill();
      long killed = System.nanoTime();
      cluster.putPolicy(Cluster.EDGE + "    deny: [two.example]\n");
      Await.that("the second leads", LEASE, () -> leads(second));
      System.out.printf(
          "after SIGKILL another led in %d ms%n", (System.nanoTime() - killed) / 1_000_000);

      assertThat(awaitRevision(cluster, second)).isNotEqualTo(revision);
      assertThat(statusWrites(cluster)).isEqualTo(3);

      first.startAgain();
      second.close();
      long closed = System.nanoTime();
      Await.that("the first leads again", SOON, () -> leads(first));
      System.out.printf(
          "after SIGTERM another led in %d ms%n", (System.nanoTime() - closed) / 1_000_000);
      assertThat(statusWrites(cluster)).as("nothing was left to be written").isEqualTo(3);
    }
  }

  @Test
  void aLostApiServerCostsTheLeadButNotTheService(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    var team = cluster.freshTeam("leader", "*.leader.example");
    try (var controlPlane = ControlPlaneProcess.start(cluster, "--webhook-configuration=off");
        var webhook = new AdmissionClient(controlPlane)) {
      Await.that("it leads", SOON, () -> leads(controlPlane));
      webhook.awaitVerdict(true, team, "a.leader.example", SOON);

      cluster.server().stop();
      Await.that("it leads no longer", DEADLINE, () -> !leads(controlPlane));
      assertThat(webhook.askForIngress(team, "any", "a.leader.example").allowed()).isTrue();
      assertThat(webhook.askForIngress(team, "any", "bad.example").allowed()).isFalse();

      cluster.server().startAgain();
      long back = System.nanoTime();
      Await.that("it leads again", SOON, () -> leads(controlPlane));
      System.out.printf(
          "after the API server's return it led in %d ms%n",
          (System.nanoTime() - back) / 1_000_000);
    }
  }

  private static boolean leads(ControlPlaneProcess controlPlane) {
    return controlPlane.metric("sekisho_leader") == 1;
  }

  private static String holder(Cluster cluster) {
    return cluster
        .read("/apis/coordination.k8s.io/v1/namespaces/" + Cluster.HOME + "/leases/sekisho")
        .path("spec")
        .path("holderIdentity")
        .asText();
  }

  /** Waits until the status tells the revision that a replica has; that revision. */
  private static String awaitRevision(Cluster cluster, ControlPlaneProcess replica) {
    try (var webhook = new AdmissionClient(replica)) {
      return Await.value(
          "the revision in the status",
          SOON,
          () -> {
            var told = cluster.policyStatus().path("revision").asText();
            var inForce = webhook.askForIngress("default", "any", "x.example").revision();
            return Optional.of(told).filter(inForce::equals);
          });
    }
  }

  private static long statusWrites(Cluster cluster) {
    return cluster.server().auditLog().stream()
        .map(line -> new KubeApi.Answer(200, line).json())
        .filter(event -> event.at("/objectRef/resource").asText().equals("configmaps"))
        .filter(event -> event.at("/objectRef/name").asText().equals("edge"))
        .filter(event -> event.at("/responseStatus/code").asInt() == 200)
        .filter(LeaderIT::isApply)
        .count();
  }

  private static boolean isApply(JsonNode event) {
    return event.path("verb").asText().equals("patch")
        && event.path("requestURI").asText().contains("fieldManager=sekisho");
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A policy that is edited through the API server is soon in force at the webhook and in Envoy. */
@KubernetesTest
class PolicyEditsIT {
  private static final String HOST = "edited.acmecorp.com";
  private static final int EDITS = 50;
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(5);

  private static ControlPlaneProcess controlPlane;
  private static AdmissionClient webhook;
  private static EnvoyProcess envoy;
  private static Upstream upstream;
  private static String team;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(policy(true));
    controlPlane = ControlPlaneProcess.start(cluster);
    webhook = new AdmissionClient(controlPlane);
    envoy = controlPlane.startGateway("gateway");
    team = cluster.freshNamespace("edits", "");
    upstream = Upstream.start(team);
    cluster.apply(
        Manifests.service(team, "web", upstream) + Manifests.ingress(team, "front", HOST));
    envoy.awaitReply(HOST, 200, team, SOON);
  }

  @AfterAll
  static void stop() {
    envoy.close();
    webhook.close();
    controlPlane.close();
    upstream.close();
  }

  @Test
  void everyEditIsInForceOnBothSidesWithinASecond(Cluster cluster) throws Exception {
    var verdicts = new ArrayList<Duration>();
    var routes = new ArrayList<Duration>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int edit = 1; edit <= EDITS; edit++) {
        boolean allowed = edit % 2 == 0;
        long start = System.nanoTime();
        cluster.putPolicy(policy(allowed));
        var verdict = timed(threads, start, () -> awaitVerdict(allowed));
        var route = timed(threads, start, () -> awaitRoute(allowed));
        verdicts.add(verdict.get());
        routes.add(route.get());
      }
    }
    System.out.println("verdict after an edit: " + summary(verdicts));
    System.out.println("route after an edit: " + summary(routes));
    assertThat(verdicts).hasSize(EDITS).allSatisfy(d -> assertThat(d).isLessThan(BOUND));
    assertThat(routes).hasSize(EDITS).allSatisfy(d -> assertThat(d).isLessThan(BOUND));
  }

  @Test
  void brokenEditIsReportedAndChangesNothing(Cluster cluster) {
    cluster.putPolicy(policy(true));
    var before = webhook.awaitVerdict(true, team, HOST, SOON);
    envoy.awaitReply(HOST, 200, team, SOON);

    cluster.putPolicy(policy(true).replace("allow:", "alow:"));
    var status = cluster.awaitPolicyStatus("error");

    var problem = status.path("problems").path(0);
    assertThat(problem.path("line").asInt()).as("line in %s", status).isEqualTo(6);
    assertThat(problem.path("column").asInt()).as("column in %s", status).isEqualTo(5);
    assertThat(status.toString()).contains("edge.yaml", "spec.hosts.alow", "allow");
    assertThat(webhook.askForIngress(team, "asked-for", HOST)).isEqualTo(before);
    assertThat(webhook.askForIngress(team, "asked-for", "x.example").message())
        .isEqualTo("invalid ingress host \"x.example\"");
    try (var traffic = Traffic.to(envoy, HOST)) {
      traffic.awaitMore(200);
      assertThat(traffic.seen()).containsOnly(new Reply(200, team));
    }

    cluster.putPolicy(policy(false));
    cluster.awaitPolicyStatus("ok");
    webhook.awaitVerdict(false, team, HOST, SOON);
    envoy.awaitReply(HOST, 404, "", SOON);
  }

  private static boolean awaitVerdict(boolean allowed) {
    return webhook.awaitVerdict(allowed, team, HOST, SOON).allowed();
  }

  private static boolean awaitRoute(boolean allowed) {
    return envoy.awaitReply(HOST, allowed ? 200 : 404, allowed ? team : "", SOON).isPositive();
  }

  /** Begins at once; gives the time from the start to the end of the wait. */
  private static Future<Duration> timed(
      ExecutorService threads, long start, Callable<Boolean> wait) {
    return threads.submit(
        () -> {
          wait.call();
          return Duration.ofNanos(System.nanoTime() - start);
        });
  }

  private static String summary(List<Duration> durations) {
    var sorted = new ArrayList<>(durations);
    Collections.sort(sorted);
    return "median %d ms, maximum %d ms, of %d"
        .formatted(
            sorted.get(sorted.size() / 2).toMillis(), sorted.getLast().toMillis(), sorted.size());
  }

  private static String policy(boolean allowed) {
    return """
    apiVersion: sekisho.dev/v1alpha1
    kind: Policy
    metadata: {name: edge}
    spec:
      hosts:
        allow: ["%s"]
    """
        .formatted(allowed ? HOST : "another.acmecorp.com");
  }
}

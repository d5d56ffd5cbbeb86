package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However two objects got into the cluster, a real Envoy serves a host for one of them only. */
@KubernetesTest
class RoutingFollowsLedgerIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String OF_CLASS = "ingressClassName: sekisho\n";
  private static ControlPlaneProcess controlPlane;
  private static EnvoyProcess envoy;
  private static Contest early;

  @BeforeAll
  static void start(Cluster cluster) {
    early = Contest.over(cluster, "early.acmecorp.com");
    early.ask("", OF_CLASS);
    cluster.putPolicy(Cluster.EDGE);
    controlPlane = ControlPlaneProcess.start(cluster);
    envoy = controlPlane.startGateway("gateway");
  }

  @AfterAll
  static void stop() {
    envoy.close();
    controlPlane.close();
    early.close();
  }

  @Test
  void objectsFromBeforeTheControlPlane() {
    assertSwitchedInTime("from before the control plane", early.decidedAt(envoy));
  }

  @Test
  void objectsByClassName(Cluster cluster) {
    try (var contest = Contest.over(cluster, "named.acmecorp.com")) {
      contest.ask("", OF_CLASS);

      assertSwitchedInTime("by class name", contest.decidedAt(envoy));
    }
  }

  @Test
  void theLoserIsToldByAnEvent(Cluster cluster) {
    try (var contest = Contest.over(cluster, "told.acmecorp.com")) {
      contest.ask("", OF_CLASS);

      var winner = contest.winner();
      var loser = contest.loser();
      var told = Await.value("an Event", Duration.ofSeconds(5), () -> eventOf(cluster, loser));

      assertThat(told.path("type").asText()).isEqualTo("Warning");
      assertThat(told.path("reason").asText()).isEqualTo("NotRouted");
      assertThat(told.path("message").asText())
          .startsWith(
              "not routed: host \"told.acmecorp.com\" conflicts with "
                  + winner.namespace()
                  + "/front, which is older (policy revision ");
    }
  }

  private static Optional<JsonNode> eventOf(Cluster cluster, Contest.Team team) {
    return cluster
        .read("/api/v1/namespaces/" + team.namespace() + "/events")
        .path("items")
        .valueStream()
        .filter(event -> event.path("involvedObject").path("name").asText().equals("front"))
        .findFirst();
  }

  @Test
  void objectsByAnnotation(Cluster cluster) {
    try (var contest = Contest.over(cluster, "annotated.acmecorp.com")) {
      contest.ask("kubernetes.io/ingress.class: sekisho", "");

      assertSwitchedInTime("by annotation", contest.decidedAt(envoy));
    }
  }

  @Test
  void objectsByDefaultClass(Cluster cluster) {
    try (var contest = Contest.over(cluster, "default.acmecorp.com")) {
      // Asked before there is a default class, so that the API server can't fill it in.
      contest.ask("", "");
      assertThat(
              cluster
                  .read(contest.winner().ingressPath())
                  .at("/spec/ingressClassName")
                  .isMissingNode())
          .isTrue();
      cluster.apply(
          """
          apiVersion: networking.k8s.io/v1
          kind: IngressClass
          metadata:
            name: sekisho
            annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
          spec: {controller: sekisho.dev/ingress}
          """);
      try {
        assertSwitchedInTime("by default class", contest.decidedAt(envoy));
      } finally {
        cluster.kubectl("delete", "ingressclass", "sekisho").orFail("kubectl delete");
      }
    }
  }

  @Test
  void hostOutsideTheListIsNotServed(Cluster cluster) {
    try (var upstream = Upstream.start("thief")) {
      var team = cluster.freshTeam("thief", "*.qa.acmecorp.com");
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + Manifests.ingress(team, "bad", "acmecorp.com")
              + Manifests.ingress(team, "good", "good.qa.acmecorp.com"));

      // Both came in one apply: when the good one is served, the bad one was decided, too.
      envoy.awaitReply("good.qa.acmecorp.com", 200, "thief", Duration.ofSeconds(5));
      try (var traffic = Traffic.to(envoy, "acmecorp.com")) {
        traffic.awaitMore(100);
        assertThat(traffic.seen()).extracting(Reply::status).containsOnly(404);
      }
    }
  }

  @Test
  void objectOfAnotherClassNeitherIsServedNorBlocks(Cluster cluster) {
    try (var contest = Contest.over(cluster, "other-class.acmecorp.com")) {
      contest.ask("", "ingressClassName: nginx\n");
      var late = contest.loser();
      cluster.apply(Manifests.ingress(late.namespace(), "second", "other-class.acmecorp.com"));

      envoy.awaitReply("other-class.acmecorp.com", 200, late.namespace(), Duration.ofSeconds(5));
    }
  }

  private static void assertSwitchedInTime(String what, Duration took) {
    System.out.printf(
        "the loser was served %d ms after the deletion (%s)%n", took.toMillis(), what);
    assertThat(took).isLessThan(SECOND);
  }
}

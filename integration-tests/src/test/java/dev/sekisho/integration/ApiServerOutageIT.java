package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The API server goes away and comes back: what is known stays in force. */
@KubernetesTest(ownServer = true)
class ApiServerOutageIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  // Watches are tried again with a growing pause.
  private static final Duration CAUGHT_UP = Duration.ofSeconds(40);

  @Test
  void admissionAndRoutingGoOn(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    var team = cluster.freshTeam("outage", "*.acmecorp.com");
    try (var controlPlane = ControlPlaneProcess.start(cluster);
        var webhook = new AdmissionClient(controlPlane);
        var upstream = Upstream.start("outage")) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + Manifests.ingress(team, "front", "front.acmecorp.com"));
      try (var envoy = controlPlane.startGateway("before")) {
        envoy.awaitReply("front.acmecorp.com", 200, "outage", SOON);
      }
      var denied = webhook.askForIngress(team, "asked-for", "bad.example");
      var allowed = webhook.askForIngress(team, "asked-for", "good.acmecorp.com");

      cluster.server().stop();

      assertThat(webhook.askForIngress(team, "asked-for", "bad.example")).isEqualTo(denied);
      assertThat(webhook.askForIngress(team, "asked-for", "good.acmecorp.com")).isEqualTo(allowed);
      assertThat(denied.allowed()).isFalse();
      assertThat(allowed.allowed()).isTrue();
      try (var envoy = controlPlane.startGateway("meanwhile")) {
        envoy.awaitReply("front.acmecorp.com", 200, "outage", SOON);

        cluster.server().startAgain();
        cluster.apply(Manifests.ingress(team, "later", "later.acmecorp.com"));
        cluster.putPolicy(Cluster.EDGE + "    deny: [front.acmecorp.com]\n");

        var took = envoy.awaitReply("later.acmecorp.com", 200, "outage", CAUGHT_UP);
        System.out.println("caught up " + took.toMillis() + " ms after the API server's return");
        envoy.awaitReply("front.acmecorp.com", 404, "", CAUGHT_UP);
        webhook.awaitVerdict(false, team, "front.acmecorp.com", CAUGHT_UP);
      }
    }
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The control plane dies while a broken policy is in place, and comes back. */
@KubernetesTest
class RestartIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  // Envoy tries again with a growing pause of up to 30 s.
  private static final Duration RECONNECT = Duration.ofSeconds(40);

  @Test
  void lastGoodPolicySurvivesTheProcess(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    var team = cluster.freshTeam("restart", "*.acmecorp.com");
    try (var controlPlane = ControlPlaneProcess.start(cluster);
        var upstream = Upstream.start("before")) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + Manifests.ingress(team, "front", "front.acmecorp.com"));
      AdmissionClient.Verdict before;
      try (var webhook = new AdmissionClient(controlPlane);
          var envoy = controlPlane.startGateway("gateway")) {
        envoy.awaitReply("front.acmecorp.com", 200, "before", SOON);
        cluster.putPolicy(Cluster.EDGE.replace("hosts:", "hosst:"));
        cluster.awaitPolicyStatus("error");
        before = webhook.askForIngress(team, "asked-for", "bad.example");
        assertThat(before.allowed()).isFalse();

        controlPlane.kill();
        try (var traffic = Traffic.to(envoy, "front.acmecorp.com")) {
          traffic.awaitMore(100);
          controlPlane.startAgain();

          assertThat(controlPlane.revisionWhenReady()).isEqualTo(before.revision());
          try (var again = new AdmissionClient(controlPlane)) {
            assertThat(again.askForIngress(team, "asked-for", "bad.example")).isEqualTo(before);
            assertThat(again.askForIngress(team, "asked-for", "good.acmecorp.com").allowed())
                .isTrue();
          }
          cluster.apply(Manifests.ingress(team, "later", "later.acmecorp.com"));
          var took = envoy.awaitReply("later.acmecorp.com", 200, "before", RECONNECT);
          System.out.println("Envoy had a new route " + took.toMillis() + " ms after the restart");

          assertThat(traffic.seen()).containsOnly(new Reply(200, "before"));
        }
        assertThat(cluster.policyStatus().path("status").asText()).isEqualTo("error");
      }
    }
  }
}

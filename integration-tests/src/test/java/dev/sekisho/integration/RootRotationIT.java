package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A root's whole life in less than a minute, as clients see it who trust nothing but the published
 * bundle.
 */
@KubernetesTest
class RootRotationIT {
  private static final Duration CYCLE = Duration.ofSeconds(60);

  /** Staged after 18 s, signs after 20.5 s, the one before it ends after 40 s. */
  private static final String[] SHORT_LIVES = {
    "--root-lifetime=40s",
    "--workload-certificate-lifetime=10s",
    "--serving-certificate-lifetime=10s"
  };

  private static String bundle(Cluster cluster) {
    return AuthorityIT.bundle(cluster, Cluster.HOME);
  }

  private static List<String> roots(String bundle) {
    var roots = new ArrayList<String>();
    var end = "-----END CERTIFICATE-----\n";
    for (int at = 0; at < bundle.length(); ) {
      int next = bundle.indexOf(end, at) + end.length();
      roots.add(bundle.substring(at, next));
      at = next;
    }
    return roots;
  }

  @Test
  void noHandshakeFailsWhileOneRootTakesTheOthersPlace(Cluster cluster) {
    new SecretObject(cluster, "sekisho-ca").delete();
    new SecretObject(cluster, "cacerts").delete();
    try (var one = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES);
        var other = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES)) {
      Await.that("the bundle", CYCLE, () -> roots(bundle(cluster)).size() == 1);
      var first = roots(bundle(cluster)).getFirst();
      try (var clients =
          Handshakes.with(
              List.of(one.webhookPort(), one.xdsPort(), other.webhookPort()),
              () -> bundle(cluster))) {
        Await.that(
            "the next root beside it",
            CYCLE,
            () -> roots(bundle(cluster)).size() == 2 && roots(bundle(cluster)).contains(first));
        assertThat(roots(bundle(cluster)).getFirst()).as("signs still").isEqualTo(first);
        var next = roots(bundle(cluster)).get(1);
        // One that starts in the middle takes part.
        try (var third = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES)) {
          Await.that("it signs", CYCLE, () -> roots(bundle(cluster)).equals(List.of(next, first)));
          for (var replica : List.of(one, other, third)) {
            Await.that(
                "a serving certificate of it",
                CYCLE,
                () -> !Handshakes.chain(replica.webhookPort(), next).isEmpty());
          }
          Await.that("the old one is gone", CYCLE, () -> !roots(bundle(cluster)).contains(first));
          assertThat(roots(bundle(cluster))).contains(next);
        }
        assertThat(clients.failures()).isEmpty();
        assertThat(clients.count()).isGreaterThan(1000);
      }
      for (var step : List.of("stage", "activate", "retire")) {
        var name = "sekisho_root_rotations_total{step=\"" + step + "\"}";
        assertThat(Metrics.of(one, name) + Metrics.of(other, name)).as(step).isPositive();
      }
      var root = "sekisho_certificate_expiry_timestamp_seconds{certificate=\"root\"}";
      assertThat(Metrics.of(one, root)).isPositive().isEqualTo(Metrics.of(other, root));
    }
  }
}

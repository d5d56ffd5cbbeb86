package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * A root's whole life in a minute, as clients see it who trust nothing but the published bundle.
 */
@KubernetesTest
class RootRotationIT {
  private static final Duration CYCLE = Duration.ofSeconds(90);
  private static final String END = "-----END CERTIFICATE-----\n";

  /** The next root is staged after 27 s and signs after 29.5 s; the first is gone after 49.5 s. */
  private static final String[] SHORT_LIVES = {
    "--root-lifetime=60s",
    "--workload-certificate-lifetime=10s",
    "--serving-certificate-lifetime=10s"
  };

  static String bundle(Cluster cluster) {
    return AuthorityIT.bundle(cluster, Cluster.HOME);
  }

  static List<String> roots(String bundle) {
    var roots = new ArrayList<String>();
    for (int at = 0; at < bundle.length(); ) {
      int next = bundle.indexOf(END, at) + END.length();
      roots.add(bundle.substring(at, next));
      at = next;
    }
    return roots;
  }

  /** What was published, each state once. */
  private static final class History {
    private final List<String> bundles = new CopyOnWriteArrayList<>();

    String note(String bundle) {
      synchronized (bundles) {
        if (!bundles.contains(bundle)) { // clients read at once, and note out of order
          bundles.add(bundle);
        }
      }
      return bundle;
    }

    int size() {
      return bundles.size();
    }

    List<String> roots(int index) {
      return RootRotationIT.roots(bundles.get(index));
    }
  }

  @Test
  void noHandshakeFailsWhileOneRootTakesTheOthersPlace(Cluster cluster) {
    new SecretObject(cluster, "sekisho-ca").delete();
    new SecretObject(cluster, "cacerts").delete();
    try (var one = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES);
        var other = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES)) {
      Await.that("the bundle", CYCLE, () -> !bundle(cluster).isEmpty());
      var history = new History();
      try (var clients =
          Handshakes.with(
              List.of(one.webhookPort(), one.xdsPort(), other.webhookPort()),
              () -> history.note(bundle(cluster)))) {
        Await.that("the next root beside it", CYCLE, () -> history.size() == 2);
        var first = history.roots(0).getFirst();
        var next = history.roots(1).get(1);
        // One that starts in the middle takes part.
        try (var third = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES)) {
          for (var replica : List.of(one, other, third)) {
            Await.that(
                "a serving certificate of the next root",
                CYCLE,
                () -> !Handshakes.chain(replica.webhookPort(), next).isEmpty());
          }
          Await.that("the first one is gone", CYCLE, () -> history.size() == 4);
        }
        assertThat(List.of(0, 1, 2, 3))
            .extracting(history::roots)
            .containsExactly(
                List.of(first), List.of(first, next), List.of(next, first), List.of(next));
        assertThat(clients.failures()).isEmpty();
        assertThat(clients.count()).isGreaterThan(1000);
      }
      for (var step : List.of("stage", "activate", "retire")) {
        var name = "sekisho_root_rotations_total{step=\"" + step + "\"}";
        assertThat(Math.max(one.metric(name), other.metric(name))).as(step).isPositive();
      }
    }
  }
}

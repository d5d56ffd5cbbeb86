package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a replica says that it is ready, and what it says that it lacks. */
@KubernetesTest
class ReadinessIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void isReadyOnceTheApiServerBelievesIt(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    try (var leader = ControlPlaneProcess.start(cluster, "--webhook-configuration=off")) {
      Await.that("it leads", SOON, () -> leader.metric("sekisho_leader") == 1);
      cluster.apply(new InstalledWebhooks(cluster, leader).manifests(""));

      try (var next = ControlPlaneProcess.start(cluster)) {
        assertThat(ready(next))
            .isEqualTo(
                "not ready: waiting for caBundle of the webhook configurations \"sekisho\","
                    + " which the leader fills\n");

        leader.close();
        Await.that("the next is ready", SOON, () -> ready(next).startsWith("ready: "));
        var installed = new InstalledWebhooks(cluster, next);
        assertThat(installed.caBundle(InstalledWebhooks.MUTATING, "mutate.sekisho.dev"))
            .isEqualTo(installed.rightBundle());
      }
    }
  }

  @Test
  void aRightThatIsMissingAtTheStartIsOneLineThatNamesIt(Cluster cluster) {
    cluster.apply(account("nobody"));

    var run =
        ControlPlaneProcess.runInCluster(
            cluster.kubeconfigOf("nobody"), "--data-dir=" + Tools.newData("nobody"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.startsWith("sekisho: ")))
        .singleElement()
        .asString()
        .startsWith("sekisho: not allowed to list ConfigMaps in sekisho-system: ")
        .contains("cannot list resource \"configmaps\"")
        .endsWith("; grant it to this user, as the chart's roles do");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  private static String account(String name) {
    return "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: %s, namespace: %s}\n"
        .formatted(name, Cluster.HOME);
  }

  private static String ready(ControlPlaneProcess controlPlane) {
    return Metrics.page(controlPlane.adminPort(), "/readyz");
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the control plane writes onto a policy ConfigMap. */
@KubernetesTest
class PolicyStatusIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static ControlPlaneProcess controlPlane;
  private static AdmissionClient webhook;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    controlPlane = ControlPlaneProcess.start(cluster);
    webhook = new AdmissionClient(controlPlane);
  }

  @AfterAll
  static void stop() {
    webhook.close();
    controlPlane.close();
  }

  @Test
  void goodPolicyHasTheRevisionInForce(Cluster cluster) {
    var status = cluster.awaitPolicyStatus("ok");
    var verdict = webhook.askForIngress("default", "asked-for", "x.example");

    assertThat(status.path("revision").asText())
        .matches("[0-9a-f]{12}")
        .isEqualTo(verdict.revision())
        .isEqualTo(controlPlane.revisionWhenReady());
  }

  @Test
  void statusBelongsToOurFieldManager(Cluster cluster) {
    cluster.awaitPolicyStatus("ok");

    var managers = cluster.policy().path("metadata").path("managedFields");

    assertThat(StreamSupport.stream(managers.spliterator(), false))
        .filteredOn(fields -> fields.toString().contains("sekisho.dev/policy-status"))
        .singleElement()
        .satisfies(fields -> assertThat(fields.path("manager").asText()).isEqualTo("sekisho"))
        .satisfies(fields -> assertThat(fields.path("operation").asText()).isEqualTo("Apply"));
  }

  @Test
  void ownWritesCauseNoMore(Cluster cluster) {
    cluster.awaitPolicyStatus("ok");
    cluster
        .kubectl("label", "configmap", "edge", "-n", Cluster.HOME, "--overwrite", "seen=yes")
        .orFail("kubectl label");
    var after = versionOf(cluster.policy());

    // By the time that later changes are in force, the control plane has seen its own writes.
    for (int change = 0; change < 20; change++) {
      var host = "later-" + change + ".acmecorp.com";
      var namespace = cluster.freshTeam("later", host);
      webhook.awaitVerdict(true, namespace, host, SOON);
    }

    assertThat(versionOf(cluster.policy())).isEqualTo(after);
  }

  @Test
  void editOfCommentsKeepsTheRevision(Cluster cluster) {
    var before = cluster.awaitPolicyStatus("ok").path("revision").asText();
    cluster.putPolicy("# nothing new\n" + Cluster.EDGE + "    deny: [never.example]\n");
    Await.that(
        "another revision in the status",
        SOON,
        () -> !cluster.policyStatus().path("revision").asText().equals(before));

    cluster.putPolicy("# just a comment\n" + Cluster.EDGE);

    Await.that(
        "the old revision in the status",
        SOON,
        () -> cluster.policyStatus().path("revision").asText().equals(before));
  }

  private static String versionOf(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the API server's audit log says of our decisions. */
@KubernetesTest(audited = true)
class AuditIT {
  private static final String REVISION = "mutate.sekisho.dev/revision";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void theAuditLogNamesRevisionAndRules(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE + "  secrets: {mounts: {readOnly: set}}\n");
    var team = cluster.freshTeam("audit", "*.audit.example");
    try (var controlPlane = ControlPlaneProcess.start(cluster)) {
      cluster.register(
          Registration.validating(controlPlane, "networking.k8s.io * ingresses CREATE,UPDATE"));
      cluster.apply(Registration.mutating(controlPlane, " v1 pods CREATE").manifest());
      cluster.applyExpectingDenial(Manifests.ingress(team, "denied", "bad.example"));
      cluster.apply(Manifests.ingress(team, "allowed", "good.audit.example"));
      cluster.apply(Manifests.serviceAccount(team));
      var revision = controlPlane.revisionWhenReady();

      var denied = annotations(cluster, team, "ingresses", 403);
      assertThat(denied.path("validate.sekisho.dev/revision").asText()).isEqualTo(revision);
      assertThat(denied.path("validate.sekisho.dev/rules").asText())
          .isEqualTo(Cluster.HOME + "/edge/edge:hosts.unlisted");
      assertThat(denied.path("validate.sekisho.dev/enforcement").asText()).isEqualTo("deny");
      var allowed = annotations(cluster, team, "ingresses", 201);
      assertThat(allowed.path("validate.sekisho.dev/revision").asText()).isEqualTo(revision);
      assertThat(allowed.has("validate.sekisho.dev/rules")).isFalse();

      Await.that("a Pod is mutated", SOON, () -> mutation(cluster, team).has(REVISION));
      try (var others = new SidecarWebhook()) {
        cluster.apply(others.mutating().manifest());
        Await.that(
            "a Pod is mutated twice",
            SOON,
            () -> mutation(cluster, team).toString().contains("round_1"));
        // What is said of the second round is the same: it couldn't be changed.
        assertThat(mutation(cluster, team).path(REVISION).asText()).isEqualTo(revision);
      }
    }
  }

  /** The annotations of a new Pod, which is deleted again. */
  private static JsonNode mutation(Cluster cluster, String team) {
    cluster.applyAnyway(Manifests.pod(team, "web", "")).orFail("kubectl apply");
    cluster.kubectl("delete", "pod", "web", "-n", team).orFail("kubectl delete");
    return annotations(cluster, team, "pods", 201);
  }

  /** The annotations of the last request for that resource with that outcome. */
  private static JsonNode annotations(
      Cluster cluster, String namespace, String resource, int code) {
    return Await.value(
        "an audit record of " + resource + " with code " + code,
        Duration.ofSeconds(10),
        () ->
            cluster.server().auditLog().stream()
                .map(AuditIT::tree)
                .filter(e -> e.at("/objectRef/namespace").asText().equals(namespace))
                .filter(e -> e.at("/objectRef/resource").asText().equals(resource))
                .filter(e -> e.path("verb").asText().equals("create"))
                .filter(e -> e.at("/responseStatus/code").asInt() == code)
                .reduce((first, second) -> second)
                .map(e -> e.path("annotations")));
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("no JSON in the audit log: " + line, e);
    }
  }
}

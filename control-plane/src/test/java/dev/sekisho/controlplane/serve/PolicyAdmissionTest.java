package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import dev.sekisho.webhook.review.ReviewVersion;
import dev.sekisho.xds.identity.PodIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without the list of workloads, which the cluster doesn't give here. */
@Timeout(30)
class PolicyAdmissionTest {
  private final ModelThread model = new ModelThread(new ClusterState("sekisho-system"), s -> {});
  private List<PodIdentity> unredirected = List.of();
  private final PolicyAdmission admission =
      new PolicyAdmission(
          model,
          () -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")),
          () -> unredirected);

  @BeforeEach
  void start() {
    model.start();
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void whatIsKnownOfPodsStillCounts() throws Exception {
    unredirected =
        List.of(new PodIdentity("shop", "web", "uid", "web", Map.of(), "10.0.0.1", "node"));

    assertThat(review("STRICT"))
        .isInstanceOfSatisfying(
            AdmissionDecision.Denied.class,
            denied -> assertThat(denied.message()).contains("1 Pod: shop/web"));
    assertThat(review("PERMISSIVE")).isInstanceOf(AdmissionDecision.Allowed.class);
  }

  @Test
  void theAuthorIsToldThatWorkloadsArentKnown() throws Exception {
    assertThat(review("STRICT"))
        .isInstanceOfSatisfying(
            AdmissionDecision.Allowed.class,
            allowed ->
                assertThat(allowed.warnings())
                    .containsExactly(
                        "not known which workloads it would touch: the cluster didn't list them"));
  }

  private AdmissionDecision review(String mode) throws Exception {
    var request =
        new ObjectRequest(
            new GroupVersionKind("", "v1", "ConfigMap"),
            new GroupVersionResource("", "v1", "configmaps"),
            "",
            Operation.CREATE,
            "mesh",
            "sekisho-system",
            new Requester("someone", Set.of()),
            false,
            configMap(mode),
            MissingNode.getInstance());
    return admission
        .review(new AdmissionRequest(ReviewVersion.V1, "uid", request))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static JsonNode configMap(String mode) {
    var manifest =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: mesh, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: mesh}
            spec: {mesh: {mtls: {mode: %s}}}
        """
            .formatted(mode);
    return ManifestReader.read(manifest).documents().getFirst().object();
  }
}

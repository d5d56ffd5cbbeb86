package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.webhook.inject.InjectionSettings;
import dev.sekisho.webhook.inject.SidecarInjector;
import dev.sekisho.xds.identity.PodIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who couldn't be kept to mTLS that an edit of policies wants. */
class StrictForecastTest {
  private static final String OWN = "sekisho-system";
  private static final String STRICT = "mesh: {mtls: {mode: STRICT}}";

  private final Objects objects =
      new Objects(
          new ClusterState(
              OWN,
              Optional.of(
                  new SidecarInjector(
                      InjectionSettings.defaults("1", OWN),
                      new TreeMap<>(Map.of("envoy.json", "{}"))))));

  @BeforeEach
  void namespaces() {
    namespace("fargate", "annotations: {sekisho.dev/redirection: explicit}");
    namespace("shop", "annotations: {}");
  }

  private void namespace(String name, String more) {
    objects.put(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {sekisho.dev/injection: enabled}, %s}}"
            .formatted(name, more));
  }

  private static JsonNode configMap(String spec) {
    return Objects.tree(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: mesh, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: mesh}
            spec:
        """
            + spec.indent(6));
  }

  private static JsonNode workload(String kind, String namespace, String name, String template) {
    return Objects.tree(
        """
        apiVersion: apps/v1
        kind: %s
        metadata: {namespace: %s, name: %s}
        spec:
          template:
            metadata: {labels: {app: %s}%s}
            spec: {containers: [{name: web, image: "app:1"}]}
        """
            .formatted(kind, namespace, name, name, template));
  }

  private static PodIdentity running(String namespace, String name) {
    return new PodIdentity(
        namespace, name, "uid", "default", Map.of("app", "api"), "10.0.0.1", "node");
  }

  private Optional<String> refusal(String spec, List<PodIdentity> running, JsonNode... workloads) {
    var state = objects.state();
    var preview = state.preview(configMap(spec), OWN, "mesh");
    var pods = state.podImpact(List.of(workloads), running, preview.next());
    return new PolicyImpact(preview.hosts(), pods).refusal();
  }

  private Optional<String> refusal(String spec) {
    return refusal(
        spec,
        List.of(),
        workload("Deployment", "fargate", "web", ""),
        workload("Deployment", "fargate", "api", ""),
        workload("StatefulSet", "fargate", "db", ""),
        workload("Deployment", "shop", "api", ""));
  }

  @Test
  void workloadsToWhichNothingIsRedirectedAreNamed() {
    assertThat(refusal(STRICT))
        .contains(
            "mTLS mode STRICT can't be enforced for 2 Deployments: fargate/api, fargate/web; 1 StatefulSet: fargate/db; no connection to them passes their sidecars, so that plaintext would still get in (expected: a policy that doesn't select them, or another value of their namespaces' annotation sekisho.dev/redirection, and then new Pods)");
    assertThat(refusal("mesh: {mtls: {ports: {8080: STRICT}}}")).isPresent();
  }

  @Test
  void othersMayBeHeldToIt() {
    assertThat(refusal("match: {namespaces: [shop]}\n" + STRICT)).isEmpty();
    assertThat(
            refusal(
                "mesh: {workloads: {selector: {matchLabels: {app: other}}}, mtls: {mode: STRICT}}"))
        .isEmpty();
    assertThat(refusal("mesh: {mtls: {mode: PERMISSIVE}}")).isEmpty();
    assertThat(
            refusal(
                STRICT,
                List.of(),
                workload(
                    "Deployment",
                    "fargate",
                    "web",
                    ", annotations: {sidecar.istio.io/inject: 'false'}")))
        .as("without a sidecar")
        .isEmpty();
  }

  @Test
  void whatWasSoBeforeIsNoReasonAgainstAnotherEdit() {
    objects.put(configMap(STRICT).toString());

    assertThat(refusal(STRICT + "\nhosts: {empty: deny}")).isEmpty();
  }

  @Test
  void podsOfNoSuchWorkloadAreNamedThemselves() {
    var pods = List.of(running("fargate", "api-5-x"), running("fargate", "alone"));

    assertThat(refusal(STRICT, pods, workload("Deployment", "fargate", "api", "")))
        .get()
        .asString()
        .contains("for 1 Deployment: fargate/api; 1 Pod: fargate/alone;");
    assertThat(refusal("match: {namespaces: [shop]}\n" + STRICT, pods)).isEmpty();
  }
}

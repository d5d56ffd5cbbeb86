package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pods with sidecars as the API server stores them, after its own admission. */
@KubernetesTest
class InjectionIT {
  private static final String POD_RULES = " v1 pods CREATE";
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {namespace: %s, name: %s, annotations: {%s}}
      spec:
        automountServiceAccountToken: false
        securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
        initContainers:
        - name: prepare
          image: registry.example/prepare
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        containers:
        - name: web
          image: registry.example/web
          readinessProbe: {httpGet: {path: /ready, port: 8080}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;
  private static ControlPlaneProcess controlPlane;

  @BeforeAll
  static void start(Cluster cluster) {
    controlPlane = ControlPlaneProcess.start(cluster, "--injection-native-sidecars=always");
    cluster.apply(Registration.mutating(controlPlane, POD_RULES).manifest());
    var probe = namespace(cluster, "sekisho.dev/injection=enabled");
    Await.that(
        "the webhook is asked",
        Duration.ofSeconds(20),
        () ->
            cluster
                .applyAnyway(POD.formatted(probe, "probe", ""), "--dry-run=server", "-o", "yaml")
                .out()
                .contains("name: sekisho-proxy"));
  }

  @AfterAll
  static void stop(Cluster cluster) {
    cluster.kubectl("delete", "mutatingwebhookconfiguration", "--all").orFail("kubectl delete");
    controlPlane.close();
  }

  private static String namespace(Cluster cluster, String... labels) {
    var name = cluster.freshNamespace("injection", "");
    cluster.apply(Manifests.serviceAccount(name));
    for (var label : labels) {
      cluster.kubectl("label", "namespace", name, label).orFail("kubectl label");
    }
    return name;
  }

  private static JsonNode pod(Cluster cluster, String namespace, String name) {
    return cluster.read("/api/v1/namespaces/" + namespace + "/pods/" + name);
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(element -> element.path("name").asText()).toList();
  }

  @Test
  void aPodOfALabelledNamespaceGetsASidecar(Cluster cluster) {
    var shop = namespace(cluster, "istio.io/rev=sekisho");
    cluster.apply(POD.formatted(shop, "web", ""));

    var pod = pod(cluster, shop, "web");

    assertThat(names(pod.at("/spec/initContainers")))
        .containsExactly("sekisho-redirect", "sekisho-proxy", "prepare");
    assertThat(pod.at("/spec/initContainers/1/restartPolicy").asText()).isEqualTo("Always");
    assertThat(pod.at("/metadata/labels/security.istio.io~1tlsMode").asText()).isEqualTo("istio");
    assertThat(pod.at("/spec/containers/0/readinessProbe/httpGet/path").asText())
        .isEqualTo("/app-health/web/readyz");
    assertThat(pod.at("/metadata/annotations/bootstrap.sekisho.dev~1envoy.json").asText())
        .contains("sekisho.sekisho-system.svc");
  }

  @Test
  void aCopyOfALivePodIsNotChanged(Cluster cluster) {
    var shop = namespace(cluster, "sekisho.dev/injection=enabled");
    cluster.apply(POD.formatted(shop, "copied", ""));
    var before = pod(cluster, shop, "copied");
    var live =
        cluster.kubectl("get", "pod", "copied", "-n", shop, "-o", "yaml").orFail("get").out();
    cluster.kubectl("delete", "pod", "copied", "-n", shop).orFail("kubectl delete");

    cluster
        .createAnyway(live.replaceAll("(?m)^  (uid|resourceVersion): .*$", ""))
        .orFail("kubectl create");

    var after = pod(cluster, shop, "copied");
    assertThat(after.path("spec")).isEqualTo(before.path("spec"));
    for (var own : List.of("bootstrap.sekisho.dev~1envoy.json", "sidecar.sekisho.dev~1probes")) {
      assertThat(after.at("/metadata/annotations/" + own))
          .isEqualTo(before.at("/metadata/annotations/" + own));
    }
    assertThat(after.at("/metadata/labels")).isEqualTo(before.at("/metadata/labels"));
  }

  @Test
  void aNamespaceThatWasMadeAMomentAgoCounts(Cluster cluster) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: injection-now, labels: {sekisho.dev/injection: enabled}}
        """
            + "---\n"
            + Manifests.serviceAccount("injection-now")
            + "---\n"
            + POD.formatted("injection-now", "web", ""));

    assertThat(names(pod(cluster, "injection-now", "web").at("/spec/initContainers")))
        .contains("sekisho-proxy");
  }

  @Test
  void aRestrictedNamespaceKeepsItsLevelWithExplicitProxying(Cluster cluster) {
    var shop =
        namespace(
            cluster,
            "sekisho.dev/injection=enabled",
            "pod-security.kubernetes.io/enforce=restricted");
    Await.that(
        "the level to be known",
        Duration.ofSeconds(20),
        () ->
            cluster
                .applyAnyway(POD.formatted(shop, "refused", ""), "--dry-run=server")
                .err()
                .contains("enforces Pod Security level restricted"));
    cluster
        .kubectl("annotate", "namespace", shop, "sekisho.dev/redirection=explicit")
        .orFail("kubectl annotate");
    Await.that(
        "the mode to be known",
        Duration.ofSeconds(20),
        () ->
            cluster.applyAnyway(POD.formatted(shop, "probe", ""), "--dry-run=server").exit() == 0);

    cluster.apply(POD.formatted(shop, "web", ""));

    var pod = pod(cluster, shop, "web");
    assertThat(names(pod.at("/spec/initContainers"))).containsExactly("sekisho-proxy", "prepare");
    for (var beside : List.of("/spec/initContainers/1/env", "/spec/containers/0/env")) {
      assertThat(names(pod.at(beside)))
          .containsExactly("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY");
    }
    assertThat(pod.at("/metadata/labels/sidecar.sekisho.dev~1redirection").asText())
        .isEqualTo("explicit");
  }

  @Test
  void aValueThatCannotBeReadIsRefused(Cluster cluster) {
    var shop = namespace(cluster, "sekisho.dev/injection=enabled");
    var annotation = "sidecar.istio.io/proxyCPU: lots";

    assertThat(cluster.applyExpectingDenial(POD.formatted(shop, "wrong", annotation)))
        .isEqualTo(
            "Error from server (Forbidden): error when creating \"STDIN\": admission webhook"
                + " \"mutate.sekisho.dev\" denied the request: invalid pod annotation"
                + " \"sidecar.istio.io/proxyCPU\": \"lots\" (expected: a quantity as in 100m or"
                + " 128Mi)\n");
  }
}

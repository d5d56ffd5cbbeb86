package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policy ConfigMaps are reviewed when they are applied, as their authors see it. */
@KubernetesTest
class PolicyAdmissionIT {

  private static ControlPlaneProcess controlPlane;

  @BeforeAll
  static void start(Cluster cluster) throws IOException {
    controlPlane = ControlPlaneProcess.start(cluster);
    cluster.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: sekisho-policy}
        webhooks:
        - name: policy.sekisho.dev
          clientConfig:
            url: https://127.0.0.1:%d/validate-policy
            caBundle: %s
          rules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
          objectSelector: {matchLabels: {sekisho.dev/policy: "true"}}
          matchConditions:
          - name: changes-policies
            expression: >-
              request.operation == 'CREATE' || object.?data != oldObject.?data
              || object.?binaryData != oldObject.?binaryData
              || object.metadata.?labels[?'sekisho.dev/policy']
              != oldObject.metadata.?labels[?'sekisho.dev/policy']
          admissionReviewVersions: [v1]
          sideEffects: None
          timeoutSeconds: 5
          failurePolicy: Fail
        """
            .formatted(
                controlPlane.webhookPort(),
                Base64.getEncoder().encodeToString(Files.readAllBytes(controlPlane.ca()))));
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private static String configMap(String name, String spec) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          namespace: %s
          name: %s
          labels: {sekisho.dev/policy: "true"}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: one}
            spec:
        %s
        """
        .formatted(Cluster.HOME, name, spec.indent(6));
  }

  @Test
  void aWrongOneIsRefusedWithLineAndColumn(Cluster cluster) {
    var message =
        cluster.applyExpectingDenial(
            configMap("wrong", "hosts:\n  alow: [\"*.example.com\"]\n  empty: never\n"));

    assertThat(message)
        .contains("admission webhook \"policy.sekisho.dev\" denied the request")
        .contains("policy.yaml:6:5 spec.hosts.alow: unknown key, did you mean \"allow\"?")
        .contains("policy.yaml:7:12 spec.hosts.empty: expected deny or allow, not \"never\"");
    assertThat(cluster.kubectl("get", "configmap", "wrong", "-n", Cluster.HOME).exit())
        .isEqualTo(1);
  }

  @Test
  void aRightOneSaysWhatItWouldBreak(Cluster cluster) {
    var namespace = cluster.freshNamespace("impact", "");
    cluster.apply(Manifests.ingress(namespace, "front", "front." + namespace + ".test"));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {namespace: %s, name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec: {containers: [{name: api, image: "app:1", envFrom: [{secretRef: {name: db}}]}]}
        """
            .formatted(namespace));
    Await.that(
        "the Ingress to be known",
        Duration.ofSeconds(10),
        () -> warnings(cluster, namespace).contains("existing Ingress"));

    var told = warnings(cluster, namespace);

    assertThat(told)
        .contains("Warning: would deny 1 existing Ingress: " + namespace + "/front")
        .contains("Warning: would withdraw 1 route: front." + namespace + ".test")
        .contains("Warning: would refuse the next Pod of 1 Deployment: " + namespace + "/api");
  }

  private static String warnings(Cluster cluster, String namespace) {
    var run =
        cluster.applyAnyway(
            configMap(
                "strict",
                """
                match: {namespaces: ["%s"]}
                hosts: {allow: ["*.example.com"]}
                secrets: {default: deny}
                """
                    .formatted(namespace)),
            "--dry-run=server");
    return run.orFail("kubectl apply").err();
  }

  @Test
  void aModeThatNothingCouldEnforceIsRefused(Cluster cluster) {
    var namespace = cluster.freshNamespace("explicit", "");
    cluster
        .kubectl("label", "namespace", namespace, "sekisho.dev/injection=enabled")
        .orFail("kubectl label");
    cluster
        .kubectl("annotate", "namespace", namespace, "sekisho.dev/redirection=explicit")
        .orFail("kubectl annotate");
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {namespace: %1$s, name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec: {containers: [{name: api, image: "app:1"}]}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {namespace: %1$s, name: default}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          namespace: %1$s
          name: alone
          labels: {sidecar.sekisho.dev/redirection: explicit}
        spec: {containers: [{name: alone, image: "app:1"}], automountServiceAccountToken: false}
        """
            .formatted(namespace));
    Await.that(
        "both to be known",
        Duration.ofSeconds(20),
        () -> {
          var refusal = strict(cluster, namespace, "STRICT");
          return refusal.contains("Deployment") && refusal.contains("Pod: ");
        });

    assertThat(strict(cluster, namespace, "STRICT"))
        .contains(
            "mTLS mode STRICT can't be enforced for 1 Deployment: %1$s/api; 1 Pod: %1$s/alone;"
                .formatted(namespace))
        .contains("another value of their namespaces' annotation sekisho.dev/redirection");
    assertThat(strict(cluster, namespace, "PERMISSIVE")).isEmpty();
    assertThat(strict(cluster, "other-" + namespace, "STRICT")).isEmpty();
  }

  /** What is said against it. */
  private static String strict(Cluster cluster, String namespace, String mode) {
    return cluster
        .applyAnyway(
            configMap(
                "mode",
                """
                match: {namespaces: ["%s"]}
                mesh: {mtls: {mode: %s}}
                """
                    .formatted(namespace, mode)),
            "--dry-run=server")
        .err();
  }

  @Test
  void anEditOfTheStatusIsNotReviewed(Cluster cluster) {
    cluster.apply(configMap("quiet", "match: {namespaces: [quiet]}\nhosts: {empty: deny}\n"));

    var run = cluster.kubectl("annotate", "configmap", "quiet", "-n", Cluster.HOME, "note=x");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SecretProviderClasses are known from the cluster, also if their definition comes late. */
@KubernetesTest(ownServer = true)
class ProviderClassIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String PODS =
      """
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods]
      """;
  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts: {unlisted: deny}
        secrets: {providerClasses: {check: true}}
      """;

  /** As much of the driver's definition as the API server needs to store such objects. */
  static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: secretproviderclasses.secrets-store.csi.x-k8s.io}
      spec:
        group: secrets-store.csi.x-k8s.io
        names: {kind: SecretProviderClass, plural: secretproviderclasses}
        scope: Namespaced
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private static ControlPlaneProcess controlPlane;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(POLICY);
    controlPlane = ControlPlaneProcess.start(cluster);
    cluster.register(controlPlane, PODS);
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private static String providerClass(String namespace, String name) {
    return """
        apiVersion: secrets-store.csi.x-k8s.io/v1
        kind: SecretProviderClass
        metadata: {namespace: %s, name: %s}
        spec:
          provider: aws
          parameters:
            objects: |
              - objectName: db
                objectType: secretsmanager
        """
        .formatted(namespace, name);
  }

  private static String pod(String namespace, String providerClass) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: app}
        spec:
          automountServiceAccountToken: false
          containers:
          - name: app
            image: app:1
            volumeMounts: [{name: store, mountPath: /mnt/store, readOnly: true}]
          volumes:
          - name: store
            csi:
              driver: secrets-store.csi.k8s.io
              readOnly: true
              volumeAttributes: {secretProviderClass: %s}
        """
        .formatted(namespace, providerClass);
  }

  @Test
  void aClassThatIsMissingIsAWarningAndOneThatComesIsNone(Cluster cluster) {
    var namespace = cluster.freshNamespace("store", "");
    cluster.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: %s}}"
            .formatted(namespace));
    cluster.apply(DEFINITION);
    Await.that(
        "the API server to serve the kind",
        SOON,
        () -> cluster.applyAnyway(providerClass(namespace, "other")).exit() == 0);

    Await.that(
        "a warning of the missing class",
        SOON,
        () -> warnings(cluster, namespace).contains("\"aws\""));
    cluster.apply(providerClass(namespace, "aws"));
    Await.that("no warning any more", SOON, () -> warnings(cluster, namespace).isEmpty());
  }

  private static String warnings(Cluster cluster, String namespace) {
    var run = cluster.applyAnyway(pod(namespace, "aws"), "--dry-run=server");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.err();
  }
}

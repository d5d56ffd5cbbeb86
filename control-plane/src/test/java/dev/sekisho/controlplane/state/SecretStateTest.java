package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the review of Secrets knows of the cluster. */
class SecretStateTest {

  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);

  private void policy(String secrets) {
    objects.put(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: p, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: p}
            spec: {secrets: {%s}}
        """
            .formatted(secrets));
  }

  private List<String> create(String yaml) {
    return state.review(Objects.create(Objects.tree(yaml))).stream()
        .map(Violation::message)
        .toList();
  }

  private static String deployment(String spec) {
    return "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: shop}, spec:"
        + " {template: {spec: {"
        + spec
        + "}}}}";
  }

  @Test
  void serviceAccountsComeAndGo() {
    policy("default: deny");
    objects.put(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop},"
            + " imagePullSecrets: [{name: reg}]}");
    assertThat(create(deployment("containers: [{name: a}]"))).hasSize(1);

    objects.delete("ServiceAccount", "shop", "default");
    assertThat(create(deployment("containers: [{name: a}]"))).isEmpty();
  }

  @Test
  void classesComeAndGo() {
    policy("providerClasses: {}");
    String user =
        "containers: [{name: a}], volumes: [{name: v, csi: {driver: secrets-store.csi.k8s.io,"
            + " readOnly: true, volumeAttributes: {secretProviderClass: store}}}]";
    assertThat(create(deployment(user))).as("without the CRD nothing is known").isEmpty();

    objects.put(
        "{apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: {name:"
            + " store, namespace: shop}, spec: {provider: vault}}");
    assertThat(create(deployment(user))).isEmpty();

    objects.delete("SecretProviderClass.secrets-store.csi.x-k8s.io", "shop", "store");
    assertThat(create(deployment(user))).hasSize(1);
  }

  @Test
  void exemptionsAndHostsStandBesideIt() {
    policy(
        "default: deny}, hosts: {allow: [a.test]}, exemptions: [{checks: [secrets.default],"
            + " reason: x, selector: {matchLabels: {old: 'yes'}}}], match: {exclude: {}");
    String ingress =
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop%s},"
            + " spec: {rules: [{host: b.test}], tls: [{secretName: s}]}}";
    assertThat(create(ingress.formatted("")))
        .containsExactly(
            "invalid ingress host \"b.test\"",
            "invalid ingress secret \"s\" (ingressTls: not granted)");
    assertThat(create(ingress.formatted(", labels: {old: 'yes'}")))
        .containsExactly("invalid ingress host \"b.test\"");
  }
}

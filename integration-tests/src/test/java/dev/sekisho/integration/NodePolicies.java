package dev.sekisho.integration;

import java.time.Duration;

/** Policies on the node, as platform teams apply them. */
final class NodePolicies {
  /** What kubectl prints before a verdict's own message. */
  static final String DENIAL =
      "Error from server (Forbidden): error when creating \"STDIN\": admission webhook"
          + " \"validate.sekisho.dev\" denied the request: ";

  private NodePolicies() {}

  /** {@link Cluster#EDGE} as a ConfigMap. */
  static String edge() {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: edge, namespace: %s, labels: {sekisho.dev/policy: "true"}}
    data:
      edge.yaml: |
    %s"""
        .formatted(NodeHelm.NAMESPACE, Cluster.EDGE.indent(4));
  }

  /** A policy about the whole mesh, as a ConfigMap; its section as the inside of a flow mapping. */
  static String mesh(String section) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: mesh, namespace: %s, labels: {sekisho.dev/policy: "true"}}
    data:
      mesh.yaml: |
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: mesh}
        spec: {mesh: {%s}}
    """
        .formatted(NodeHelm.NAMESPACE, section);
  }

  /** Waits until every replica refuses what the policy forbids. */
  static void awaitEnforced(KubernetesNode node) {
    var ingress = Manifests.ingress("default", "probe", "probe.invalid");
    var consecutive = new int[1];
    Await.that(
        "every replica enforces the policy",
        Duration.ofSeconds(60),
        () -> {
          boolean refused = node.applyDryRun(ingress).err().contains("invalid ingress host");
          consecutive[0] = refused ? consecutive[0] + 1 : 0;
          return consecutive[0] == 10;
        });
  }
}

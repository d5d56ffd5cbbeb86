package dev.sekisho.integration;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chart with a gateway, the shop in a namespace that asks for sidecars, a route to it, and a
 * client outside of the mesh.
 */
final class NodeMesh implements AutoCloseable {
  private static final String INJECTED = "sekisho.dev/injection: enabled";
  private static final String EXCLUSIONS = "inject: {allow: [excludedPorts]}";
  private static final List<String> GATEWAY =
      List.of("gateway.enabled=true", "gateway.replicas=1", "gateway.service.type=ClusterIP");
  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesNode node;
  private final NodeHelm helm;
  private final NodeShop shop;
  private final String outside;

  private NodeMesh(KubernetesNode node, NodeHelm helm) {
    this.node = node;
    this.helm = helm;
    this.shop = NodeShop.deploy(node, INJECTED);
    this.outside = node.freshNamespace("outside", "");
    node.apply(NodeManifests.application(outside, "client", 1));
    node.awaitRollout(outside, "deployment/client");
    node.apply(NodeManifests.ingress(shop.namespace(), "shop.acmecorp.com", "storefront", 9080));
    Await.that("the gateway gets through", SOON, () -> throughGateway().exit() == 0);
  }

  /** Installs and deploys all of it, and waits until it is ready. */
  static NodeMesh install(KubernetesNode node) {
    var helm = new NodeHelm(node);
    helm.install(GATEWAY.toArray(String[]::new));
    node.apply(NodePolicies.edge());
    node.apply(NodePolicies.mesh(EXCLUSIONS));
    NodePolicies.awaitEnforced(node);
    return new NodeMesh(node, helm);
  }

  /** Installs the chart anew with one more setting. */
  void upgrade(String setting) {
    helm.upgrade(Stream.concat(GATEWAY.stream(), Stream.of(setting)).toArray(String[]::new))
        .orFail("helm upgrade");
  }

  /** Goes back to what was installed before. */
  void rollback() {
    helm.run("rollback", "sekisho", "--wait", "--timeout", "5m").orFail("helm rollback");
  }

  NodeShop shop() {
    return shop;
  }

  /** From now on the mesh refuses plaintext. */
  void strict() {
    node.apply(NodePolicies.mesh("mtls: {mode: STRICT}, " + EXCLUSIONS));
    Await.that("plaintext is refused", SOON, () -> fromOutside("storefront").exit() != 0);
  }

  /** From now on the mesh takes plaintext too. */
  void permissive() {
    node.apply(NodePolicies.mesh("mtls: {mode: PERMISSIVE}, " + EXCLUSIONS));
    Await.that("plaintext is let in", SOON, () -> fromOutside("storefront").exit() == 0);
  }

  /** A call in plaintext by a Pod without a sidecar; whatever comes of it. */
  Command fromOutside(String service) {
    var url = "http://" + service + "." + shop.namespace() + ":9080/";
    return node.exec(outside, "deploy/client", "/app", "get", "-timeout", "3s", url);
  }

  /** A call of the storefront by its public name; whatever comes of it. */
  Command throughGateway() {
    var gateway = "http://sekisho-gateway." + NodeHelm.NAMESPACE + "/";
    return node.exec(
        outside, "deploy/client", "/app", "get", "-H", "Host=shop.acmecorp.com", gateway);
  }

  @Override
  public void close() {
    helm.run("uninstall", "sekisho", "--ignore-not-found", "--wait");
  }
}

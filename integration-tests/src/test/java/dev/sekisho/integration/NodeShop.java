package dev.sekisho.integration;

import java.util.List;
import java.util.stream.StreamSupport;

/** The shop of {@code integration-tests/node/shop.yaml}, applied unchanged in one namespace. */
record NodeShop(KubernetesNode node, String namespace) {
  private static final List<String> DEPLOYMENTS =
      List.of(
          "storefront-v1", "catalog-v1", "reviews-v1", "reviews-v2", "reviews-v3", "ratings-v1");

  /** Applies it in a fresh namespace with these labels, and waits until all of it is ready. */
  static NodeShop deploy(KubernetesNode node, String labels) {
    var namespace = node.freshNamespace("shop", labels);
    node.kubectl("annotate", "namespace", namespace, "ingress-whitelist=*.acmecorp.com")
        .orFail("kubectl annotate");
    var manifest = Tools.repository().resolve("integration-tests/node/shop.yaml");
    node.kubectl("apply", "-n", namespace, "-f", manifest.toString()).orFail("kubectl apply");
    var shop = new NodeShop(node, namespace);
    shop.awaitReady();
    return shop;
  }

  /** Waits until every Deployment has all its Pods as they are wanted. */
  void awaitReady() {
    DEPLOYMENTS.forEach(name -> node.awaitRollout(namespace, "deployment/" + name));
  }

  /** A call by the application's container of one of its Pods, whatever comes of it. */
  Command call(String from, String url) {
    return node.kubectl(
        "exec", "-n", namespace, "deploy/" + from, "-c", "app", "--", "/app", "get", url);
  }

  /** The ready column of kubectl for each Pod that isn't on its way out. */
  List<String> readiness() {
    return node.kubectl("get", "pods", "-n", namespace, "--no-headers")
        .orFail("kubectl get pods")
        .out()
        .lines()
        .filter(line -> !line.contains("Terminating"))
        .map(line -> line.replaceAll("^\\S+\\s+(\\S+).*$", "$1"))
        .toList();
  }

  /** The names of the Pods of one application. */
  List<String> pods(String app) {
    var pods = node.get("pods", "-n", namespace, "-l", "app=" + app).path("items");
    return StreamSupport.stream(pods.spliterator(), false)
        .map(pod -> pod.path("metadata"))
        .filter(metadata -> !metadata.has("deletionTimestamp"))
        .map(metadata -> metadata.path("name").asText())
        .toList();
  }
}

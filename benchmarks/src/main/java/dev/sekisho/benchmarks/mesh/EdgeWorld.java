package dev.sekisho.benchmarks.mesh;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/**
 * What gateways serve: Ingresses of one host each, of which the policy grants one. Each edit of the
 * policy grants the next host in place of the last one. For one thread.
 */
final class EdgeWorld {

  /** The routes that tell of it. */
  static final String ROUTES = "http.8080";

  /** Its endpoints never change here. */
  private static final int SERVICE = 1;

  private static final int FIRST = 1_000;
  private static final String MAPS = "/api/v1/namespaces/" + MeshWorld.HOME + "/configmaps";

  private final KubeApi api;
  private int granted;

  EdgeWorld(KubeApi api) {
    this.api = api;
  }

  /** Makes an Ingress for each edit that is to come and one more, which is granted at first. */
  void begin(int edits) throws IOException, InterruptedException {
    var namespace = MeshWorld.namespaceOf(SERVICE);
    for (int i = 0; i <= edits; i++) {
      api.create(
          "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/ingresses",
          """
          {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"edge-%d"},
           "spec":{"ingressClassName":"sekisho","rules":[{"host":"%s","http":{"paths":[
            {"path":"/","pathType":"Prefix","backend":
             {"service":{"name":"%s","port":{"number":80}}}}]}}]}}
          """
              .formatted(i, host(i), MeshWorld.nameOf(SERVICE)));
    }
    var map = JsonNodeFactory.instance.objectNode();
    map.put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata")
        .put("name", "edge")
        .putObject("labels")
        .put("sekisho.dev/policy", "true");
    map.putObject("data").put("edge.yaml", policy(granted));
    api.create(MAPS, map.toString());
  }

  /**
   * Edits the policy, and returns when the routes with the host that it grants are ACKed by all.
   */
  void edit(Swarm gateways) throws IOException, InterruptedException {
    granted++;
    gateways.expect("rds", ROUTES, host(granted), 1);
    var part = JsonNodeFactory.instance.objectNode();
    part.putObject("data").put("edge.yaml", policy(granted));
    long since = System.nanoTime();
    api.merge(MAPS + "/edge", part.toString());
    gateways.await(since);
  }

  private static String policy(int granted) {
    return """
    apiVersion: sekisho.dev/v1alpha1
    kind: Policy
    metadata: {name: edge}
    spec:
      hosts:
        allow: ["%s"]
    """
        .formatted(host(granted));
  }

  /** All of one width, so that none is a part of another. */
  private static String host(int number) {
    return "edit-%d.acmecorp.com".formatted(FIRST + number);
  }
}

package dev.sekisho.integration;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Calls at a steady rate by a Pod of its own, which counts the outcomes. */
final class MeshTraffic implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String POD = "traffic";

  private final KubernetesNode node;
  private final String namespace;

  private MeshTraffic(KubernetesNode node, String namespace) {
    this.node = node;
    this.namespace = namespace;
  }

  /** Starts it in that namespace, and waits until it is under way. */
  static MeshTraffic start(KubernetesNode node, String namespace, String url, int perSecond) {
    var traffic = new MeshTraffic(node, namespace);
    traffic.close();
    node.apply(NodeManifests.traffic(namespace, POD, url, perSecond));
    Await.that(
        "calls are under way",
        Command.SHORT,
        () -> node.kubectl("logs", "-n", namespace, POD, "-c", "app").out().contains("calling"));
    return traffic;
  }

  /** Ends it, and gives how often each outcome came. */
  Map<String, Integer> end() {
    // To the program alone, so that its Pod stays to be asked.
    var pod = node.get("pod/" + POD, "-n", namespace);
    node.inside(
            "ctr", "-n", "k8s.io", "tasks", "kill", "-s", "SIGTERM", NodeContainers.id(pod, "app"))
        .orFail("kill");
    var text =
        Await.value(
            "the outcomes",
            Command.SHORT,
            () ->
                node.kubectl("logs", "-n", namespace, POD, "-c", "app")
                    .out()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .findFirst());
    try {
      return JSON.readValue(text, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until no Pod of an application is on its way out any more. */
  void awaitGone(String app) {
    Await.that(
        "Pods of " + app + " have ended",
        Command.SHORT,
        () ->
            !node.kubectl("get", "pods", "-n", namespace, "-l", "app=" + app)
                .out()
                .contains("Terminating"));
  }

  @Override
  public void close() {
    node.kubectl("delete", "pod", "-n", namespace, POD, "--ignore-not-found", "--grace-period=1")
        .orFail("kubectl delete");
  }
}

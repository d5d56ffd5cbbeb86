package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a Pod's status says of its containers, native sidecars among them. */
final class NodeContainers {
  private NodeContainers() {}

  /** What containerd calls a container. */
  static String id(JsonNode pod, String container) {
    return of(pod.path("status"))
        .filter(status -> status.path("name").asText().equals(container))
        .map(status -> status.path("containerID").asText().replace("containerd://", ""))
        .findFirst()
        .orElseThrow();
  }

  /** Kills what runs in a container, and nothing else. */
  static void kill(KubernetesNode node, String namespace, String pod, String container) {
    var id = id(node.get("pod/" + pod, "-n", namespace), container);
    node.inside("ctr", "-n", "k8s.io", "tasks", "kill", "-s", "SIGKILL", id).orFail("kill");
  }

  /** How often a container was started again. */
  static int restarts(JsonNode status, String container) {
    return of(status)
        .filter(each -> each.path("name").asText().equals(container))
        .mapToInt(each -> each.path("restartCount").asInt())
        .sum();
  }

  /** Whether the Pod is ready as a whole. */
  static boolean ready(JsonNode status) {
    return StreamSupport.stream(status.path("conditions").spliterator(), false)
        .anyMatch(
            condition ->
                condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True"));
  }

  private static Stream<JsonNode> of(JsonNode status) {
    return Stream.concat(
        StreamSupport.stream(status.path("initContainerStatuses").spliterator(), false),
        StreamSupport.stream(status.path("containerStatuses").spliterator(), false));
  }
}

package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a node and its Pods have to say after a failure. */
record NodeEvidence(KubernetesNode node) {
  private static final int SHOWN = 15_000;

  /**
   * Keeps everything in files, and gives what is worth showing: all Pods, and of each that isn't
   * well its description and the end of its logs.
   */
  String keep(Path folder) {
    var shown = new StringBuilder(of("get", "pods", "-A", "-o", "wide"));
    write(folder, "events.txt", of("get", "events", "-A", "--sort-by=.lastTimestamp"));
    write(folder, "objects.yaml", of("get", "all", "-A", "-o", "yaml"));
    for (var name : List.of("kubelet", "proxy", "containerd", "apiserver", "controller-manager")) {
      write(folder, name + ".log", node.inside("cat", "/var/log/" + name + ".log").out());
    }
    for (var pod : pods()) {
      var namespace = pod.path("metadata").path("namespace").asText();
      var name = pod.path("metadata").path("name").asText();
      var described = of("describe", "pod", "-n", namespace, name);
      var logs = logs(namespace, name, "--tail=-1");
      write(folder, namespace + "-" + name + ".txt", described + logs);
      if (!isWell(pod)) {
        shown.append("--- ").append(namespace).append('/').append(name).append('\n');
        shown.append(described).append(logs(namespace, name, "--tail=20"));
      }
    }
    return shown.length() <= SHOWN ? shown.toString() : shown.substring(0, SHOWN) + "…\n";
  }

  /** Whether a Pod is finished, or all its containers are ready and none was restarted. */
  static boolean isWell(JsonNode pod) {
    var status = pod.path("status");
    return status.path("phase").asText().equals("Succeeded")
        || (status.path("phase").asText().equals("Running")
            && StreamSupport.stream(status.path("containerStatuses").spliterator(), false)
                .allMatch(c -> c.path("ready").asBoolean() && c.path("restartCount").asInt() == 0));
  }

  private List<JsonNode> pods() {
    try {
      return StreamSupport.stream(node.get("pods", "-A").path("items").spliterator(), false)
          .toList();
    } catch (AssertionError | UncheckedIOException e) {
      return List.of();
    }
  }

  private String logs(String namespace, String name, String tail) {
    return of("logs", "-n", namespace, name, "--all-containers", "--prefix", tail)
        + of("logs", "-n", namespace, name, "--all-containers", "--prefix", "--previous", tail);
  }

  // Whatever it prints: of what failed, too, something can be learnt.
  private String of(String... arguments) {
    var run = node.kubectl(arguments);
    return run.out() + run.err();
  }

  private static void write(Path folder, String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      System.out.println("can't keep " + file + ": " + e);
    }
  }
}

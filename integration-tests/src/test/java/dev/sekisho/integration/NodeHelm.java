package dev.sekisho.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as a release {@code sekisho} of the namespace sekisho-system, by the real Helm. */
record NodeHelm(KubernetesNode node) {
  static final String NAMESPACE = "sekisho-system";
  private static final Duration BOUND = Duration.ofMinutes(6);

  /**
   * Installs it into a namespace that enforces the Pod Security level restricted, and waits until
   * all of it is ready.
   *
   * @param settings as of {@code --set}
   */
  void install(String... settings) {
    ProductImages.load(node);
    node.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}
        """
            .formatted(NAMESPACE));
    chart("install", settings).orFail("helm install");
  }

  /** Changes the release's settings; whatever comes of it. */
  Command upgrade(String... settings) {
    return chart("upgrade", settings);
  }

  /** Any other command; whatever comes of it. */
  Command run(String... arguments) {
    var command = new ArrayList<>(List.of(Tools.path("helm").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--namespace", NAMESPACE, "--kubeconfig", node.kubeconfig().toString()));
    return Command.run(command, environment(node.kubeconfig()), "", BOUND);
  }

  private Command chart(String command, String... settings) {
    var chart = Tools.repository().resolve("charts/sekisho").toString();
    var arguments =
        Stream.concat(
            Stream.of(command, "sekisho", chart, "--wait", "--timeout", "5m"),
            Stream.of(settings).flatMap(setting -> Stream.of("--set", setting)));
    return run(arguments.toArray(String[]::new));
  }

  private static Map<String, String> environment(Path kubeconfig) {
    return Map.of(
        "HELM_CACHE_HOME", kubeconfig.resolveSibling("helm-cache").toString(),
        "HELM_CONFIG_HOME", kubeconfig.resolveSibling("helm-config").toString(),
        "HELM_DATA_HOME", kubeconfig.resolveSibling("helm-data").toString());
  }
}

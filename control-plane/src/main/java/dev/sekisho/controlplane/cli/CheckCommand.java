package dev.sekisho.controlplane.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.controlplane.check.CheckResult;
import dev.sekisho.controlplane.check.CheckResult.Level;
import dev.sekisho.controlplane.check.Preflight;
import dev.sekisho.controlplane.source.ClusterInspection;
import dev.sekisho.controlplane.source.KubernetesConnection;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description =
        "Says whether a cluster is fit for Sekisho and Sekisho is well in it: version, rights, webhook"
            + " configurations, DaemonSets that depend on them, and namespaces in which sidecars can't"
            + " start or can't reach the control plane.",
    footer = {
      "",
      "Exit code 0: all well, or warnings only; 1: a problem; 3: the cluster doesn't answer.",
      "Nothing is written to the cluster."
    })
final class CheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster (default: $KUBECONFIG, ~/.kube/config, the Pod's).")
  private Optional<File> kubeconfig = Optional.empty();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "sekisho-system",
      description = "Sekisho's own namespace (default: ${DEFAULT-VALUE}).")
  private String namespace;

  @Mixin private TextOrJson output;

  @Override
  public Integer call() {
    List<CheckResult> results;
    try (var connection = KubernetesConnection.open(kubeconfig)) {
      results = Preflight.of(ClusterInspection.read(connection, namespace));
    }
    var out = spec.commandLine().getOut();
    switch (output.form()) {
      case text ->
          results.forEach(
              result ->
                  out.printf(
                      "%-8s %-13s %s%n", word(result.level()), result.check(), result.message()));
      case json -> {
        var list = new ObjectMapper().createArrayNode();
        for (CheckResult result : results) {
          list.addObject()
              .put("level", word(result.level()))
              .put("check", result.check())
              .put("message", result.message());
        }
        out.println(list.toPrettyString());
      }
    }
    out.flush();
    return results.stream().anyMatch(result -> result.level() == Level.PROBLEM) ? 1 : 0;
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}

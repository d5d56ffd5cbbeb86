package dev.sekisho.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real kubectl, with every right on one API server. */
record Kubectl(Path kubeconfig) {
  /** Runs it with that on its standard input. */
  Command run(String input, String... arguments) {
    var command = new ArrayList<>(List.of(Tools.path("kubectl").toString()));
    command.add("--kubeconfig=" + kubeconfig);
    command.add("--cache-dir=" + kubeconfig.resolveSibling("kubectl-cache"));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of("KUBECTL_KUBERC", "false"), input, Command.SHORT);
  }
}

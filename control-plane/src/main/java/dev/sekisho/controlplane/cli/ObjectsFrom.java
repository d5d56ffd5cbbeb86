package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command's objects come from. */
final class ObjectsFrom {

  private static final String KUBERNETES = "kubernetes";

  @Option(
      names = "--source",
      paramLabel = "kubernetes|DIR",
      defaultValue = KUBERNETES,
      description =
          "Where objects come from: the cluster, or a folder of manifests that is read again when"
              + " it changes (default: ${DEFAULT-VALUE}).")
  private String source;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster (default: $KUBECONFIG, ~/.kube/config, the Pod's).")
  private Optional<File> kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "sekisho-system",
      description = "Sekisho's own namespace, with the policies (default: ${DEFAULT-VALUE}).")
  private String namespace;

  /** The folder; empty for the cluster. */
  Optional<Path> folder() {
    return source.equals(KUBERNETES) ? Optional.empty() : Optional.of(Path.of(source));
  }

  /** As it was given. */
  String source() {
    return source;
  }

  /**
   * @throws StartupException if a file was named that isn't there
   */
  Optional<File> kubeconfig() {
    kubeconfig
        .filter(file -> !file.canRead())
        .ifPresent(
            file -> {
              throw new StartupException(INPUT, file + ": no such file that can be read");
            });
    return kubeconfig;
  }

  /** Sekisho's own. */
  String namespace() {
    return namespace;
  }
}

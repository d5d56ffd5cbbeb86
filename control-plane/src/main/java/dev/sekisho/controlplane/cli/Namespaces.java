package dev.sekisho.controlplane.cli;

import picocli.CommandLine.Option;

/** The namespaces that manifests needn't name. */
final class Namespaces {

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "sekisho-system",
      description = "Sekisho's own namespace, with the policies (default: ${DEFAULT-VALUE}).")
  private String own;

  @Option(
      names = "--default-namespace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Where objects go that name no namespace (default: ${DEFAULT-VALUE}).")
  private String ofObjects;

  String own() {
    return own;
  }

  String ofObjects() {
    return ofObjects;
  }
}

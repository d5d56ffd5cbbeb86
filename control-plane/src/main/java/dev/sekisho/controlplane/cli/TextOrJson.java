package dev.sekisho.controlplane.cli;

import picocli.CommandLine.Option;

/** In which form an answer is written. */
final class TextOrJson {

  /** The forms. */
  enum Form {
    text,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form;

  Form form() {
    return form;
  }
}

package dev.sekisho.controlplane.cli;

import picocli.CommandLine.Option;

/** Flags about the log, which goes to stderr. {@code logback.xml} reads what they set. */
final class LogFlags {

  /** How a line is written. */
  enum Form {
    text,
    json
  }

  /** The least grave of what is written. */
  enum Gravity {
    error,
    warn,
    info,
    debug
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Of the log: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description =
          "Least grave of what is logged: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Gravity gravity;

  /** Call it before anything is logged: the first line fixes how all are written. */
  void apply() {
    System.setProperty("SEKISHO_LOG_FORMAT", form.name());
    System.setProperty("SEKISHO_LOG_LEVEL", gravity.name());
  }
}

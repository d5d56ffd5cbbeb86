package dev.sekisho.controlplane.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Where keys are kept if nobody says so. */
final class DataDir {

  static final String HELP =
      "Folder for the CA, keys and last good policies; made if need be, readable by its owner alone"
          + " (default: $XDG_DATA_HOME/sekisho, else ~/.local/share/sekisho).";

  private DataDir() {}

  static Path or(Optional<Path> given) {
    return given.orElseGet(
        () ->
            Optional.ofNullable(System.getenv("XDG_DATA_HOME"))
                .filter(home -> !home.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"))
                .resolve("sekisho"));
  }
}

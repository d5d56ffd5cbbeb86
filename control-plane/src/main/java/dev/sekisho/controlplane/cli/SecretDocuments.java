package dev.sekisho.controlplane.cli;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;

/** Writes the documents that tell an Envoy which files to watch; they hold no secrets. */
final class SecretDocuments {

  private SecretDocuments() {}

  /**
   * Writes them, each whole or not at all: an Envoy that runs reads what is renamed into its place.
   *
   * @param documents content by path within the folder
   * @param attributes of folders that have to be made
   * @throws StartupException if that fails
   */
  static void write(String folder, Map<String, String> documents, FileAttribute<?>... attributes) {
    try {
      Files.createDirectories(Path.of(folder), attributes);
      for (var document : documents.entrySet()) {
        var file = Path.of(document.getKey());
        var fresh = Files.writeString(Path.of(file + ".new"), document.getValue());
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      var exception =
          new StartupException(
              INPUT,
              "%s: can't be written (%s); name a folder that can be with --secrets-dir, or print"
                      .formatted(folder, e.getClass().getSimpleName())
                  + " the documents with -o bundle");
      exception.initCause(e);
      throw exception;
    }
  }
}

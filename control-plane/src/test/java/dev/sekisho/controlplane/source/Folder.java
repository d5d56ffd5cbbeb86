package dev.sekisho.controlplane.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of manifests in a test. */
record Folder(Path path) {

  static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec: {hosts: {allow: ["*.test"]}}
      """;

  /** Saves as editors do: whole, under its name. */
  Path write(String name, String text) {
    try {
      var file = path.resolve(name);
      Files.createDirectories(file.getParent());
      var temporary = Files.writeString(file.resolveSibling(".saving"), text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) {
    try {
      Files.delete(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String object(String kind, String namespace, String name) {
    return """
        apiVersion: v1
        kind: %s
        metadata: {name: %s, namespace: %s}
        """
        .formatted(kind, name, namespace);
  }
}

package dev.sekisho.controlplane.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which files of a folder are manifests. */
public final class ManifestFiles {

  private ManifestFiles() {}

  /**
   * The manifests in the folder and below it, by path; nothing hidden, as a mounted ConfigMap, say,
   * holds its files a second time in such a folder.
   */
  public static List<Path> below(Path folder) throws IOException {
    return tree(folder).stream()
        .filter(Files::isRegularFile)
        .filter(ManifestFiles::isManifest)
        .sorted()
        .toList();
  }

  /** The folder and all that is below it, but nothing hidden. */
  static List<Path> tree(Path folder) throws IOException {
    var real = folder.toRealPath(); // it may be a symbolic link itself
    try (var tree = Files.walk(real)) {
      return tree.map(real::relativize)
          .filter(ManifestFiles::isVisible)
          .map(folder::resolve)
          .toList();
    }
  }

  private static boolean isVisible(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }
}

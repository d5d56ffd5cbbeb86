package dev.sekisho.controlplane.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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

  /** The folder and all that is below it, but nothing hidden, and nothing that goes meanwhile. */
  static List<Path> tree(Path folder) throws IOException {
    var real = folder.toRealPath(); // it may be a symbolic link itself
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused) {
            if (isHidden(directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            found.add(folder.resolve(real.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
            if (!isHidden(file)) {
              found.add(folder.resolve(real.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (isHidden(file) || failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // an editor's temporary file, as a rule
            }
            throw failure;
          }

          private boolean isHidden(Path path) {
            return !path.equals(real) && path.getFileName().toString().startsWith(".");
          }
        });
    return List.copyOf(found);
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }
}

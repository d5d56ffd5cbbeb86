package dev.sekisho.controlplane.rehearsal;

import static dev.sekisho.controlplane.StartupException.Reason.INPUT;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.source.ManifestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One text that was given.
 *
 * @param name the path of the file as findings show it, {@code -} for standard input
 */
public record InputText(String name, String text) {

  private static final String STANDARD_INPUT = "-";

  /**
   * Reads files, folders with all the manifests below them, and for {@code -} the standard input.
   *
   * @throws StartupException if something of it can't be read
   */
  public static List<InputText> read(List<String> paths, InputStream standardInput) {
    var texts = new ArrayList<InputText>();
    for (String path : paths) {
      try {
        if (path.equals(STANDARD_INPUT)) {
          texts.add(new InputText(path, text(standardInput.readAllBytes())));
        } else {
          for (Path file : files(Path.of(path))) {
            texts.add(new InputText(file.toString(), text(Files.readAllBytes(file))));
          }
        }
      } catch (IOException | UncheckedIOException e) {
        throw new StartupException(INPUT, path + ": can't be read: " + e.getMessage());
      }
    }
    return texts;
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new StartupException(INPUT, path + ": no such file or folder");
    }
    return Files.isDirectory(path) ? ManifestFiles.below(path) : List.of(path);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Without the text, which may hold a Secret. */
  @Override
  public String toString() {
    return name;
  }
}

package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {

  @TempDir private Path folder;

  @Test
  void nothingHiddenAndNoOtherFiles() throws IOException {
    Files.createDirectories(folder.resolve("deep/.git"));
    var shown = Files.writeString(folder.resolve("deep/a.yaml"), "");
    var first = Files.writeString(folder.resolve("b.json"), "");
    Files.writeString(folder.resolve("deep/.git/c.yaml"), "");
    Files.writeString(folder.resolve(".d.yaml"), "");
    Files.writeString(folder.resolve("notes.txt"), "");

    assertThat(ManifestFiles.below(folder)).containsExactly(first, shown);
    assertThat(ManifestFiles.tree(folder)).contains(folder.resolve("deep"));
  }

  @Test
  void theFolderMayBeALinkToAHiddenOne() throws IOException {
    var hidden = Files.createDirectories(folder.resolve("..2026"));
    Files.writeString(hidden.resolve("a.yaml"), "");
    var link = Files.createSymbolicLink(folder.resolve("current"), hidden);

    assertThat(ManifestFiles.below(link)).containsExactly(link.resolve("a.yaml"));
  }

  /** Editors write a temporary file and rename it. */
  @Test
  void filesMayGoWhileTheyAreLookedFor() throws Exception {
    var file = Files.writeString(folder.resolve("a.yaml"), "");
    var done = new AtomicBoolean();
    var editor =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                try {
                  Files.delete(Files.createFile(folder.resolve(".saving")));
                  Files.delete(Files.createFile(folder.resolve("saving.yaml")));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    for (int i = 0; i < 2_000; i++) {
      assertThat(ManifestFiles.tree(folder)).contains(file);
    }
    done.set(true);
    editor.join();
  }
}

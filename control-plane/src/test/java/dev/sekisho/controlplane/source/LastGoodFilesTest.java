package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.policies.objects.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastGoodFilesTest {

  private static final ObjectKey EDGE = new ObjectKey("ConfigMap", "own", "policies/edge.yaml");
  private static final ObjectKey OTHER = new ObjectKey("ConfigMap", "own", "other");

  @TempDir private Path temp;
  private DataDirectory data;
  private LastGoodFiles files;

  @BeforeEach
  void open() {
    data = DataDirectory.open(temp.resolve("data"));
    files = new LastGoodFiles(data);
  }

  @Test
  void keepsAcrossRestarts() {
    files.keep(EDGE, Map.of("a.yaml", "one\r\nÜ"));
    files.keep(OTHER, Map.of());
    files.keep(EDGE, Map.of("a.yaml", "two"));

    assertThat(new LastGoodFiles(data).all())
        .isEqualTo(Map.of(EDGE, Map.of("a.yaml", "two"), OTHER, Map.of()));
  }

  @Test
  void dropsOne() {
    files.keep(EDGE, Map.of("a", "b"));
    files.keep(OTHER, Map.of("a", "b"));

    files.drop(EDGE);
    files.drop(EDGE);

    assertThat(files.all()).containsOnlyKeys(OTHER);
  }

  @Test
  void nothingIsKeptAtFirst() {
    assertThat(files.all()).isEmpty();
    files.drop(EDGE);
    assertThat(data.read("last-good-policies.json")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "[]", "5", "{\"a\": 5}", "{\"no-slash\": {}}", "{\"a/b\": null}"})
  void whatIsSpoiltIsLeftOut(String content) throws IOException {
    files.keep(EDGE, Map.of("a", "b"));
    Files.writeString(data.resolve("last-good-policies.json"), content);

    assertThat(files.all()).isEmpty();
    files.keep(OTHER, Map.of("a", "b"));
    assertThat(files.all()).containsOnlyKeys(OTHER);
  }
}

package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schema that is published is that of the parser. */
class PolicySchemaTest {

  /** Surefire runs in the folder of the module. */
  private static final Path PUBLISHED = Path.of("schema", "policy.schema.json");

  @Test
  void thePublishedFileIsUpToDate() throws IOException {
    if (Boolean.getBoolean("schema.update")) {
      assertThat(System.getenv("CI")).as("-Dschema.update=true is not for CI").isNull();
      Files.createDirectories(PUBLISHED.getParent());
      Files.writeString(PUBLISHED, PolicySchema.json());
    }
    assertThat(PUBLISHED)
        .as("made by: ./mvnw -pl policies test -Dtest=PolicySchemaTest -Dschema.update=true")
        .hasContent(PolicySchema.json());
  }

  @Test
  void everyKeyIsDescribed() {
    var bare = new ArrayList<String>();
    collect(PolicyShape.SHAPE, "", bare);
    assertThat(bare).isEmpty();
  }

  private static void collect(Shape<?> shape, String path, List<String> bare) {
    switch (shape) {
      case ObjectShape<?> object ->
          object
              .keys()
              .forEach(
                  key -> {
                    var at = path + "." + key.name();
                    if (!key.description().strip().endsWith(".")) {
                      bare.add(at);
                    }
                    collect(key.shape(), at, bare);
                  });
      case ListShape<?> list -> collect(list.item(), path + "[]", bare);
      case TextShape<?> text -> {
        if (text.noun().isBlank()) {
          bare.add(path);
        }
      }
      case PortShape _ -> {
        // Its bounds say it all.
      }
      case PortMapShape<?> map -> collect(map.value(), path + ".*", bare);
      case WordShape<?> words -> assertThat(words.words()).as(path).isNotEmpty();
      case TextMapShape map -> collect(map.value(), path + ".*", bare);
    }
  }
}

package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Whole Pods: each folder has a Namespace and a Pod in {@code pod.yaml}, and the Pod with its
 * sidecar in {@code injected.yaml}.
 */
class InjectionGoldenTest {

  private static final Path ROOT = Path.of("src", "test", "resources", "golden", "injection");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  static List<Path> cases() throws IOException {
    try (var folders = Files.list(ROOT)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPodWithItsSidecar(Path folder) throws IOException {
    var injected =
        yaml(Injection.ofManifests(Files.readString(folder.resolve("pod.yaml"))).pods().toString());
    if (UPDATE) {
      assertThat(System.getenv("CI")).as("CI never updates goldens").isNotEqualTo("true");
      Files.writeString(folder.resolve("injected.yaml"), injected);
    }
    assertThat(folder.resolve("injected.yaml")).hasContent(injected);
  }

  private static String yaml(String json) throws IOException {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(0);
    options.setWidth(100);
    return new Yaml(options).dump(JsonMapper.builder().build().readValue(json, Map.class));
  }
}

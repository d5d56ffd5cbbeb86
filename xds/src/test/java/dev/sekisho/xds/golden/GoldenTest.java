package dev.sekisho.xds.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden case gives exactly the files beside it. {@code -Dgolden.update=true} writes them
 * anew (never in CI); read the difference before it is committed.
 */
class GoldenTest {
  private static final String INPUT = "input.yaml";
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private static final Map<ResourceType, String> ALWAYS =
      Map.of(
          ResourceType.CLUSTER, "clusters.json",
          ResourceType.ENDPOINT, "endpoints.json",
          ResourceType.LISTENER, "listeners.json",
          ResourceType.ROUTE, "routes.json");

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsExpected(GoldenCase golden) throws IOException {
    var actual = filesOf(golden);
    if (UPDATE) {
      assertThat(System.getenv("CI")).as("CI never updates goldens").isNotEqualTo("true");
      write(golden.folder(), actual);
    }
    for (var file : actual.entrySet()) {
      assertThat(golden.folder().resolve(file.getKey())).hasContent(file.getValue());
    }
    assertThat(namesIn(golden.folder()))
        .as("files of the case, none of them stale")
        .containsExactlyInAnyOrderElementsOf(withInput(actual));
  }

  @Test
  void holdsCasesOnly() throws IOException {
    try (var entries = Files.list(GoldenCase.ROOT)) {
      assertThat(entries).allSatisfy(entry -> assertThat(entry.resolve(INPUT)).isRegularFile());
    }
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(12);
  }

  private static SortedMap<String, String> filesOf(GoldenCase golden) {
    var files = new TreeMap<String, String>();
    var snapshot = golden.snapshot(GoldenCase.PORTS, ProxyScope.GATEWAY);
    ALWAYS.forEach((type, name) -> files.put(name, ResourceJson.of(snapshot, type)));
    if (!snapshot.resources(ResourceType.SECRET).isEmpty()) {
      files.put("secrets.json", ResourceJson.of(snapshot, ResourceType.SECRET));
    }
    var problems = new StringBuilder();
    for (var problem : golden.config(GoldenCase.PORTS).problems()) {
      problems.append(
          "%s %s: %s%n".formatted(problem.object(), problem.fieldPath(), problem.message()));
    }
    if (!problems.isEmpty()) {
      files.put("problems.txt", problems.toString());
    }
    return files;
  }

  private static List<String> withInput(SortedMap<String, String> files) {
    var names = new ArrayList<>(files.keySet());
    names.add(INPUT);
    return names;
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void write(Path folder, SortedMap<String, String> files) throws IOException {
    for (var stale : namesIn(folder)) {
      if (!stale.equals(INPUT) && !files.containsKey(stale)) {
        Files.delete(folder.resolve(stale));
      }
    }
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}

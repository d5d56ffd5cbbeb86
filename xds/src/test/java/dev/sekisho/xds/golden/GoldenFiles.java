package dev.sekisho.xds.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a golden case: what goes in, and what must come out. */
final class GoldenFiles {
  static final String INPUT = "input.yaml";
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private static final Map<ResourceType, String> ALWAYS =
      Map.of(
          ResourceType.CLUSTER, "clusters.json",
          ResourceType.ENDPOINT, "endpoints.json",
          ResourceType.LISTENER, "listeners.json",
          ResourceType.ROUTE, "routes.json");

  private GoldenFiles() {}

  /** The folders of all cases below, by name; at least one. */
  static Stream<Path> cases(Path root) {
    try (var folders = Files.list(root)) {
      var cases = folders.filter(Files::isDirectory).sorted().toList();
      if (cases.isEmpty()) {
        throw new IllegalStateException("no golden cases in " + root.toAbsolutePath());
      }
      return cases.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the types that there always are, by name. */
  static SortedMap<String, String> of(ResourceSnapshot snapshot) {
    var files = new TreeMap<String, String>();
    ALWAYS.forEach((type, name) -> files.put(name, ResourceJson.of(snapshot, type)));
    return files;
  }

  /** The folder holds these, its input, and nothing else; with the property set it will. */
  static void check(Path folder, SortedMap<String, String> actual) throws IOException {
    if (UPDATE) {
      assertThat(System.getenv("CI")).as("CI never updates goldens").isNotEqualTo("true");
      write(folder, actual);
    }
    for (var file : actual.entrySet()) {
      assertThat(folder.resolve(file.getKey())).hasContent(file.getValue());
    }
    assertThat(namesIn(folder))
        .as("files of the case, none of them stale")
        .containsExactlyInAnyOrderElementsOf(withInput(actual));
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

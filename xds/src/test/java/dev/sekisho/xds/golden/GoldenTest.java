package dev.sekisho.xds.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden case gives exactly the files beside it. {@code -Dgolden.update=true} writes them
 * anew (never in CI); read the difference before it is committed.
 */
class GoldenTest {
  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsExpected(GoldenCase golden) throws IOException {
    GoldenFiles.check(golden.folder(), filesOf(golden));
  }

  @Test
  void holdsCasesOnly() throws IOException {
    try (var entries = Files.list(GoldenCase.ROOT)) {
      assertThat(entries)
          .allSatisfy(entry -> assertThat(entry.resolve(GoldenFiles.INPUT)).isRegularFile());
    }
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(12);
  }

  private static SortedMap<String, String> filesOf(GoldenCase golden) {
    var snapshot = golden.snapshot(GoldenCase.PORTS, ProxyScope.GATEWAY);
    var files = GoldenFiles.of(snapshot);
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
}

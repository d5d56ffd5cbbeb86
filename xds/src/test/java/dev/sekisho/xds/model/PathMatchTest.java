package dev.sekisho.xds.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.Ingress.Backend;
import dev.sekisho.policies.objects.Ingress.Path;
import dev.sekisho.policies.objects.Ingress.PathType;
import dev.sekisho.policies.objects.Ingress.ServicePort;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatchTest {
  @ParameterizedTest
  @CsvSource({"/, /", "/a, /a", "/a/, /a", "/a//, /a", "//, /", "/a/b/, /a/b"})
  void prefixLosesItsTrailingSlashes(String path, String expected) {
    assertThat(of(PathType.PREFIX, path)).contains(new PathMatch(PathType.PREFIX, expected));
  }

  @Test
  void exactKeepsThem() {
    assertThat(of(PathType.EXACT, "/a/")).contains(new PathMatch(PathType.EXACT, "/a/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?", "/a#b", "/a b", "/a\n", "/a\u0000", "/\u007f", "/ä", "/\ud83d"})
  void whatIsNoPathOfAUrlMatchesNothing(String path) {
    assertThat(of(PathType.PREFIX, path)).isEmpty();
    assertThat(of(PathType.EXACT, path)).isEmpty();
  }

  private static Optional<PathMatch> of(PathType type, String path) {
    return PathMatch.of(new Path(type, path, new Backend("web", new ServicePort("80"))));
  }
}

package dev.sekisho.xds.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.Ingress.Path;
import dev.sekisho.policies.objects.Ingress.PathType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Walking the matches in their order, as Envoy does, finds the path that Kubernetes' rule finds
 * among all of them: the longest that matches, exact before prefix; prefixes by elements.
 */
class PathOrderPropertyTest {
  @Property(tries = 5000)
  void firstMatchIsWhatKubernetesWants(
      @ForAll("paths") List<Path> paths, @ForAll("requests") String request) {
    var matches = new TreeSet<PathMatch>();
    paths.forEach(path -> PathMatch.of(path).ifPresent(matches::add));

    var walked = matches.stream().filter(match -> envoyTakes(match, request)).findFirst();

    assertThat(walked).isEqualTo(byKubernetesRule(paths, request).flatMap(PathMatch::of));
  }

  /** Envoy's {@code path}, {@code prefix: "/"} and {@code path_separated_prefix}. */
  private static boolean envoyTakes(PathMatch match, String request) {
    return switch (match.type()) {
      case EXACT -> request.equals(match.path());
      case PREFIX ->
          match.equals(PathMatch.ALL)
              || request.equals(match.path())
              || request.startsWith(match.path() + "/");
    };
  }

  private static Optional<Path> byKubernetesRule(List<Path> paths, String request) {
    return paths.stream()
        .filter(path -> kubernetesTakes(path, request))
        .max(
            Comparator.comparing((Path path) -> path.type() == PathType.EXACT)
                .thenComparing(path -> elements(path.path()).size()));
  }

  private static boolean kubernetesTakes(Path path, String request) {
    if (path.type() == PathType.EXACT) {
      return request.equals(path.path());
    }
    var wanted = elements(path.path());
    var given = elements(request);
    return given.size() >= wanted.size() && given.subList(0, wanted.size()).equals(wanted);
  }

  private static List<String> elements(String path) {
    return Arrays.stream(path.split("/")).filter(element -> !element.isEmpty()).toList();
  }

  @Provide
  Arbitrary<List<Path>> paths() {
    return TestIngresses.path().list().ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> requests() {
    return Arbitraries.of("a", "b", "ab")
        .list()
        .ofMaxSize(4)
        .flatMap(
            elements ->
                Arbitraries.of("", "/")
                    .map(end -> elements.isEmpty() ? "/" : "/" + String.join("/", elements) + end));
  }
}

package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.Ingress.PathType;
import java.util.Comparator;
import java.util.Optional;

/**
 * The paths that a route takes. Its order is the order of evaluation: longest first, exact before
 * prefix of the same length.
 *
 * @param path for {@link PathType#PREFIX} without trailing slash, except {@code /} itself, and
 *     compared element by element: {@code /admin} takes {@code /admin/x}, not {@code
 *     /administrator}
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types">Path
 *     types of Ingress</a>
 */
public record PathMatch(PathType type, String path) implements Comparable<PathMatch> {
  /** Every path. */
  public static final PathMatch ALL = new PathMatch(PathType.PREFIX, "/");

  private static final Comparator<PathMatch> ORDER =
      Comparator.comparing((PathMatch match) -> match.path().length())
          .reversed()
          .thenComparing(PathMatch::type)
          .thenComparing(PathMatch::path);

  /**
   * The match for a path of an Ingress; empty if no request has such a path: it holds a character
   * that isn't part of the path of a URL (RFC 3986, section 3.3). Envoy would refuse some of those
   * together with every other route.
   */
  static Optional<PathMatch> of(Ingress.Path path) {
    if (!path.path().chars().allMatch(PathMatch::mayOccur)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (path.type()) {
          case EXACT -> new PathMatch(PathType.EXACT, path.path());
          case PREFIX -> new PathMatch(PathType.PREFIX, withoutTrailingSlash(path.path()));
        });
  }

  private static boolean mayOccur(int c) {
    return c > ' ' && c < 0x7f && c != '?' && c != '#';
  }

  private static String withoutTrailingSlash(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  @Override
  public int compareTo(PathMatch other) {
    return ORDER.compare(this, other);
  }
}

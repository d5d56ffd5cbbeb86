package dev.sekisho.policies.model;

import java.util.ArrayDeque;
import java.util.List;

/** Paths as text, without a file system: no symbolic link is followed. */
public final class PathText {

  private PathText() {}

  /**
   * The shortest way to write an absolute path: without {@code .}, {@code ..}, doubled and trailing
   * slashes. As in POSIX, {@code /..} is {@code /}. What begins without a slash is read as if it
   * had one.
   */
  public static String normalise(String path) {
    return "/" + String.join("/", segments(path));
  }

  /** The names along the normalised path; none for {@code /}. */
  static List<String> segments(String path) {
    var segments = new ArrayDeque<String>();
    for (String segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {
          // Stays where it is.
        }
        case ".." -> segments.pollLast();
        default -> segments.addLast(segment);
      }
    }
    return List.copyOf(segments);
  }
}

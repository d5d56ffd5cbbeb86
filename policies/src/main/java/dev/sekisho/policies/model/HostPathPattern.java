package dev.sekisho.policies.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern for paths of a node. {@code *} and {@code ?} stay within one name of the path.
 *
 * @param text normalised
 */
public record HostPathPattern(String text) {

  private static final String ROOT = "/";

  public HostPathPattern {
    text = PathText.normalise(text);
  }

  /** Whether this is {@code /} itself. */
  public boolean isRoot() {
    return text.equals(ROOT);
  }

  /**
   * Whether {@code path} is what the pattern names, or lies below it. The pattern {@code /} names
   * the root alone: all else lies below it.
   */
  public boolean covers(String path) {
    var names = PathText.segments(path);
    var globs = PathText.segments(text);
    return isRoot()
        ? names.isEmpty()
        : names.size() >= globs.size() && startsAlike(names, globs, globs.size());
  }

  /** Whether something that the pattern names may lie below {@code path}. */
  public boolean liesBelow(String path) {
    var names = PathText.segments(path);
    var globs = PathText.segments(text);
    return names.size() < globs.size() && startsAlike(names, globs, names.size());
  }

  private static boolean startsAlike(List<String> names, List<String> globs, int length) {
    return IntStream.range(0, length).allMatch(i -> new Glob(globs.get(i)).matches(names.get(i)));
  }

  @Override
  public String toString() {
    return text;
  }
}

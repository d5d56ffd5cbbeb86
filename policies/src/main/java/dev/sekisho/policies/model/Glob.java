package dev.sekisho.policies.model;

import java.util.List;

/**
 * A pattern over a whole string: {@code *} is any run of characters (also none), {@code ?} exactly
 * one; nothing else is special. Matching takes time proportional to pattern times text at worst.
 */
public record Glob(String pattern) {

  private static final char END = '\uFFFF';

  /** Whether the whole of {@code text} matches. */
  public boolean matches(String text) {
    return matches(text, false);
  }

  /**
   * Whether this surely matches every text that {@code other} matches. May deny it for patterns
   * that are written with needless wildcards.
   */
  public boolean covers(Glob other) {
    return matches(other.pattern, true);
  }

  /** Whether there is a text that both match. */
  public boolean overlaps(Glob other) {
    // reach[j]: whether the rests of both patterns, from i and from j on, have a common text.
    var below = new boolean[other.pattern.length() + 1];
    for (int i = pattern.length(); i >= 0; i--) {
      var reach = new boolean[other.pattern.length() + 1];
      for (int j = other.pattern.length(); j >= 0; j--) {
        char a = i < pattern.length() ? pattern.charAt(i) : END;
        char b = j < other.pattern.length() ? other.pattern.charAt(j) : END;
        if (a == '*' || b == '*') {
          reach[j] = (a != END && below[j]) || (b != END && reach[j + 1]);
        } else if (a == END || b == END) {
          reach[j] = a == b;
        } else {
          reach[j] = (a == b || a == '?' || b == '?') && below[j + 1];
        }
      }
      below = reach;
    }
    return below[0];
  }

  /**
   * @param wild whether {@code *} in the text stands for any run of characters
   */
  private boolean matches(String text, boolean wild) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && matches(pattern.charAt(p), text.charAt(t), wild)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  static boolean anyMatches(List<Glob> globs, String text) {
    return globs.stream().anyMatch(glob -> glob.matches(text));
  }

  private static boolean matches(char pattern, char text, boolean wild) {
    return pattern == '?' ? !(wild && text == '*') : pattern == text;
  }

  @Override
  public String toString() {
    return pattern;
  }
}

package dev.sekisho.policies.model;

import java.util.List;

/**
 * A pattern over a whole string: {@code *} is any run of characters (also none), {@code ?} exactly
 * one; nothing else is special. Matching takes time proportional to pattern times text at worst.
 */
public record Glob(String pattern) {

  /** Whether the whole of {@code text} matches. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
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

  @Override
  public String toString() {
    return pattern;
  }
}

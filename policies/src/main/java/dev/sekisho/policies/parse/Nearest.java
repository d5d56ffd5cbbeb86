package dev.sekisho.policies.parse;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the known word that a misspelt one was meant to be. */
public final class Nearest {

  /** Longer words aren't misspelt keys; the bound keeps the distance cheap. */
  private static final int LONGEST = 64;

  private Nearest() {}

  /**
   * {@code , did you mean "x"?}, or nothing if no known word is near: at most one edit for each
   * three letters, letter case aside.
   */
  public static String suggestion(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return "";
    }
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> distance(lower, k.toLowerCase(Locale.ROOT)) <= tolerance(word, k))
        .min(
            Comparator.comparingInt((String k) -> distance(lower, k.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .map(k -> ", did you mean \"" + k + "\"?")
        .orElse("");
  }

  private static int tolerance(String word, String known) {
    return Math.max(1, Math.min(word.length(), known.length()) / 3);
  }

  /** Edits (insert, delete, replace, swap neighbours) from one word to the other. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, edits);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] edits) {
    int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
  }
}

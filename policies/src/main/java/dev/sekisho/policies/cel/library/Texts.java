package dev.sekisho.policies.cel.library;

import java.util.ArrayList;
import java.util.List;

/** Functions of strings, whose positions count code points. */
final class Texts {

  private static final int MOST_CHARACTERS = 10_000_000;

  private Texts() {}

  static String join(List<?> list, String separator) {
    var texts = new ArrayList<String>();
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw new IllegalArgumentException("no such overload: join takes strings only");
      }
      texts.add(text);
    }
    return String.join(separator, texts);
  }

  static long indexOf(String text, String part, long from) {
    int length = checked(text, part, from);
    if (part.isEmpty()) {
      return from;
    }
    if (from >= length) {
      return -1;
    }
    return points(text, text.indexOf(part, text.offsetByCodePoints(0, (int) from)));
  }

  static long lastIndexOf(String text, String part, long from) {
    int length = checked(text, part, from);
    if (part.isEmpty()) {
      return from;
    }
    if (from >= length) {
      return -1;
    }
    return points(text, text.lastIndexOf(part, text.offsetByCodePoints(0, (int) from)));
  }

  private static int checked(String text, String part, long from) {
    if (from < 0 && !part.isEmpty()) {
      throw new IllegalArgumentException("index out of range: " + from);
    }
    return text.codePointCount(0, text.length());
  }

  private static long points(String text, int index) {
    return index < 0 ? -1 : text.codePointCount(0, index);
  }

  /**
   * @param limit of replacements; negative: all
   */
  static String replace(String text, String old, String fresh, long limit) {
    var replaced = new StringBuilder();
    long left = limit < 0 ? Long.MAX_VALUE : limit;
    int end = 0;
    int at = next(text, old, 0);
    while (at >= 0 && left > 0) {
      replaced.append(text, end, at).append(fresh);
      end = at + old.length();
      left--;
      at = next(text, old, old.isEmpty() ? at + 1 : end);
      if (replaced.length() > MOST_CHARACTERS) {
        throw new IllegalArgumentException(
            "a text of more than " + MOST_CHARACTERS + " characters");
      }
    }
    return replaced.append(text, end, text.length()).toString();
  }

  /** An empty text is found before each code point, and at the end. */
  private static int next(String text, String old, int from) {
    if (from > text.length()) {
      return -1;
    }
    if (!old.isEmpty()) {
      return text.indexOf(old, from);
    }
    boolean insidePair =
        from > 0
            && from < text.length()
            && Character.isSurrogatePair(text.charAt(from - 1), text.charAt(from));
    return insidePair ? from + 1 : from;
  }
}

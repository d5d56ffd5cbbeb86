package dev.sekisho.policies.parse.yaml;

/** Users' text as messages show it: bounded, on one line. */
public final class Excerpt {

  private static final int LONGEST = 80;

  private Excerpt() {}

  /** The first 80 code points of {@code text}, control characters replaced. */
  public static String of(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(
            c ->
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    ? '\uFFFD'
                    : c)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > LONGEST ? shown + "…" : shown.toString();
  }

  /** The excerpt in double quotes. */
  public static String quoted(String text) {
    return '"' + of(text) + '"';
  }
}

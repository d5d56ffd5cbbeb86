package dev.sekisho.certs;

/** Foreign text made fit for one line of a message. */
final class Printable {
  private static final int MAX_CHARACTERS = 80;

  private Printable() {}

  /** The text in quotes, control characters and what lies outside ASCII replaced, cut if long. */
  static String of(String text) {
    var cut = text.length() > MAX_CHARACTERS;
    var shown = cut ? text.substring(0, MAX_CHARACTERS) : text;
    return "\"" + shown.replaceAll("[^ -~]", "?") + (cut ? "…\"" : "\"");
  }
}

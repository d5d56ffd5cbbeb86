package dev.sekisho.policies.cel.library;

/** What the library for Java lacks of the extended strings: {@code format} and {@code quote}. */
final class StringsLibrary {

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .function(
              "strings.quote", "strings_quote", Kind.STRING, Kind.STRING, StringsLibrary::quote)
          .method(
              "format",
              "string_format",
              Kind.STRING,
              Kind.listOf(Kind.DYN),
              Kind.STRING,
              StringFormat::format)
          .build();

  private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b\\\"";
  private static final String ESCAPES = "abfnrtv\\\"";

  private StringsLibrary() {}

  /** The text as a literal of the language. */
  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = ESCAPED.indexOf(c);
      if (escape < 0) {
        quoted.append(c);
      } else {
        quoted.append('\\').append(ESCAPES.charAt(escape));
      }
    }
    return quoted.append('"').toString();
  }
}

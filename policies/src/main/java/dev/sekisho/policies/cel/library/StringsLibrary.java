package dev.sekisho.policies.cel.library;

import java.time.Duration;

/**
 * What the library for Java lacks of strings, {@code format} and {@code quote}, and of conversions:
 * {@code int} of a duration, in nanoseconds.
 */
final class StringsLibrary {

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .function(
              "strings.quote", "strings_quote", Kind.STRING, Kind.STRING, StringsLibrary::quote)
          .function("int", "duration_to_int64", Kind.DURATION, Kind.INT, Duration::toNanos)
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

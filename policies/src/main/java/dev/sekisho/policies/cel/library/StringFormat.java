package dev.sekisho.policies.cel.library;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code "%s has %d".format([a, b])}, with the clauses s, d, f, e, b, x, X and o. */
public final class StringFormat {

  private static final Pattern CLAUSE =
      Pattern.compile("%(?:(%)|(?:\\.([0-9]{1,4}))?([sdfebxXo]))?");
  private static final int PRECISION = 6;

  private StringFormat() {}

  /**
   * The letters of the clauses that take a value.
   *
   * @throws IllegalArgumentException if one is no clause
   */
  public static List<Character> clauses(String text) {
    return CLAUSE
        .matcher(text)
        .results()
        .filter(clause -> clause.group(1) == null)
        .map(
            clause -> {
              if (clause.group(3) == null) {
                throw new IllegalArgumentException("unrecognized formatting clause");
              }
              return clause.group(3).charAt(0);
            })
        .toList();
  }

  static String format(String text, List<Object> values) {
    var formatted = new StringBuilder();
    Matcher clause = CLAUSE.matcher(text);
    int end = 0;
    int next = 0;
    while (clause.find()) {
      formatted.append(text, end, clause.start());
      end = clause.end();
      if (clause.group(1) != null) {
        formatted.append('%');
      } else {
        if (clause.group(3) == null) {
          throw new IllegalArgumentException("unrecognized formatting clause");
        }
        if (next >= values.size()) {
          throw new IllegalArgumentException("index " + next + " out of range");
        }
        int precision = clause.group(2) == null ? PRECISION : Integer.parseInt(clause.group(2));
        formatted.append(one(clause.group(3).charAt(0), precision, values.get(next++)));
      }
    }
    return formatted.append(text, end, text.length()).toString();
  }

  private static String one(char clause, int precision, Object value) {
    return switch (clause) {
      case 's' -> ValueText.of(value);
      case 'd' -> NumberText.decimal(value);
      case 'f' -> NumberText.fixed(value, precision);
      case 'e' -> NumberText.scientific(value);
      case 'b' -> NumberText.binary(value);
      case 'x' -> NumberText.hexadecimal(value);
      case 'X' -> NumberText.hexadecimal(value).toUpperCase(java.util.Locale.ROOT);
      default -> NumberText.octal(value);
    };
  }
}

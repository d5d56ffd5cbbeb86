package dev.sekisho.policies.cel.library;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** {@code find} and {@code findAll}, in RE2's syntax: linear in the text, whatever the pattern. */
final class RegexLibrary {

  private static final Kind<List<Object>> STRINGS = Kind.listOf(Kind.STRING);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .method(
              "find",
              "string_find_string",
              Kind.STRING,
              Kind.STRING,
              Kind.STRING,
              (text, pattern) -> {
                List<Object> first = findAll(text, pattern, 1);
                return first.isEmpty() ? "" : (String) first.getFirst();
              })
          .method(
              "findAll",
              "string_find_all_string",
              Kind.STRING,
              Kind.STRING,
              STRINGS,
              (text, pattern) -> findAll(text, pattern, -1))
          .method(
              "findAll",
              "string_find_all_string_int",
              Kind.STRING,
              Kind.STRING,
              Kind.INT,
              STRINGS,
              RegexLibrary::findAll)
          .build();

  private RegexLibrary() {}

  /**
   * @param limit of matches; negative: none
   */
  private static List<Object> findAll(String text, String pattern, long limit) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    var found = new ArrayList<Object>();
    int lastEnd = -1;
    while (found.size() != limit && matcher.find()) {
      // As Go has it: no empty match right behind another match.
      boolean empty = matcher.end() == matcher.start();
      if (!empty || (matcher.start() != lastEnd && !insidePair(text, matcher.start()))) {
        found.add(matcher.group());
      }
      lastEnd = matcher.end();
    }
    return found;
  }

  private static boolean insidePair(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }
}

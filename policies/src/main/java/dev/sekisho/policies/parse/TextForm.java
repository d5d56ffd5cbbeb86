package dev.sekisho.policies.parse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a regular expression can say of a kind of text, for the schema; the parser's own rule says
 * the rest.
 *
 * @param words that are permitted whatever the pattern says, on demand
 * @param pattern that the whole text must match, in the dialect that JavaScript and Java share
 * @param longest in characters
 */
record TextForm(Supplier<List<String>> words, Optional<String> pattern, OptionalInt longest) {

  /** Any text. */
  static final TextForm ANY = new TextForm(List::of, Optional.empty(), OptionalInt.empty());

  /** Kubernetes' names of most objects, but for their length. */
  static final String SUBDOMAIN =
      "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*";

  /** A label value, or a key without its prefix: at most 63 characters. */
  static final String LABEL_PART = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

  static final TextForm NAME = matching(SUBDOMAIN).atMost(253);
  static final TextForm LABEL_KEY = matching("(?:(?![^/]{254})" + SUBDOMAIN + "/)?" + LABEL_PART);
  static final TextForm LABEL_VALUE = matching("(?:" + LABEL_PART + ")?");
  static final TextForm ANNOTATION_KEY =
      matching("(?:(?![^/]{254})" + SUBDOMAIN.replace("a-z0-9", "A-Za-z0-9") + "/)?" + LABEL_PART);

  private static final String LETTER = "(?:[A-Za-z0-9]|[^\\x00-\\x7f]|\\$\\{namespace\\})";
  private static final String LABEL = LETTER + "(?:-*" + LETTER + ")*";

  /** A host pattern, but for the lengths of its labels and of the whole. */
  static final TextForm HOST = matching("\\*|(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*\\.?");

  /** A port as the key of a mapping. */
  static final TextForm PORT =
      matching(
          "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]");

  static final TextForm NOT_BLANK = matching("[\\s\\S]*\\S[\\s\\S]*");
  static final TextForm NO_SPACE = matching("\\S+");
  static final TextForm NOT_EMPTY = matching("[\\s\\S]+");

  /** A date, or a timestamp of RFC 3339, but for the days that a month doesn't have. */
  static final TextForm INSTANT =
      matching(
          "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
              + "(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
              + "(?:Z|[+-](?:0[0-9]|1[0-7]):[0-5][0-9]|[+-]18:00))?");

  static TextForm matching(String pattern) {
    return new TextForm(List::of, Optional.of(pattern), OptionalInt.empty());
  }

  TextForm atMost(int characters) {
    return new TextForm(words, pattern, OptionalInt.of(characters));
  }

  /** Also these words. */
  TextForm or(Supplier<List<String>> others) {
    return new TextForm(others, pattern, longest);
  }
}

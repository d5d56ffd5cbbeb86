package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.Optional;

/** Patterns as Envoy's matchers of whole strings. */
final class RbacMatchers {
  /** What means something in a regular expression, outside of brackets. */
  private static final String META = "\\.+*?()|[]{}^$";

  private RbacMatchers() {}

  /**
   * In bytes. What Envoy compiles a regular expression to has less than four steps for each, and it
   * refuses the whole listener for one with more steps than {@link
   * dev.sekisho.xds.bootstrap.BootstrapWriter} allows.
   */
  private static final int LONGEST_REGEX = BootstrapWriter.MAX_REGEX_STEPS / 4;

  /**
   * Matches what the pattern does, and by a regular expression only where it has to; empty if that
   * would be one that Envoy refuses.
   */
  static Optional<StringMatcher> of(Glob glob) {
    var matcher = matcher(glob.pattern());
    return Optional.of(matcher)
        .filter(m -> m.getSafeRegex().getRegexBytes().size() <= LONGEST_REGEX);
  }

  private static StringMatcher matcher(String pattern) {
    int last = pattern.length() - 1;
    if (isLiteral(pattern)) {
      return StringMatcher.newBuilder().setExact(pattern).build();
    }
    if (last > 0 && pattern.charAt(last) == '*' && isLiteral(pattern.substring(0, last))) {
      return StringMatcher.newBuilder().setPrefix(pattern.substring(0, last)).build();
    }
    if (last > 0 && pattern.charAt(0) == '*' && isLiteral(pattern.substring(1))) {
      return StringMatcher.newBuilder().setSuffix(pattern.substring(1)).build();
    }
    return StringMatcher.newBuilder()
        .setSafeRegex(RegexMatcher.newBuilder().setRegex(regex(pattern)))
        .build();
  }

  private static boolean isLiteral(String pattern) {
    return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  /** RE2 matches the whole string; there is no line break in what is matched. */
  private static String regex(String pattern) {
    var regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> appendLiteral(regex, c);
              }
            });
    return regex.toString();
  }

  private static void appendLiteral(StringBuilder regex, int c) {
    if (META.indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.appendCodePoint(c);
  }
}

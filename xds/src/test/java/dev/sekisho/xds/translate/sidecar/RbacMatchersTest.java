package dev.sekisho.xds.translate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Glob;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher.MatchPatternCase;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacMatchersTest {
  @ParameterizedTest
  @CsvSource({
    "spiffe://td/ns/a/sa/b, EXACT",
    "'', EXACT",
    "spiffe://*, PREFIX",
    "*.html, SUFFIX",
    "*, SAFE_REGEX",
    "**, SAFE_REGEX",
    "a*b, SAFE_REGEX",
    "a?, SAFE_REGEX",
    "?*, SAFE_REGEX",
  })
  void usesTheSimplestMatcher(String pattern, MatchPatternCase expected) {
    assertThat(of(pattern).getMatchPatternCase()).isEqualTo(expected);
  }

  @Test
  void leavesNothingInAPatternToTheRegularExpression() {
    assertThat(of("/a.b+c(d)|[e]{2}^$\\?*").getSafeRegex().getRegex())
        .isEqualTo("/a\\.b\\+c\\(d\\)\\|\\[e\\]\\{2\\}\\^\\$\\\\..*");
  }

  @Test
  void givesUpOnWhatEnvoyWouldRefuse() {
    var letters = "a".repeat(8190);

    assertThat(RbacMatchers.of(new Glob(letters + "?"))).isPresent();
    assertThat(RbacMatchers.of(new Glob(letters + "aaa?"))).isEmpty();
    assertThat(RbacMatchers.of(new Glob(letters + "aaa*"))).isPresent();
  }

  @Property
  void matchesWhatThePatternDoes(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
    var glob = new Glob(pattern);

    assertThat(matches(of(pattern), text)).isEqualTo(glob.matches(text));
  }

  @Property
  void matchesWhatThePatternWasMadeFrom(@ForAll("texts") String text, @ForAll int at) {
    int position = Math.floorMod(at, text.length() + 1);
    var pattern = text.substring(0, position) + "*" + text.substring(position);

    assertThat(matches(of(pattern), text)).isTrue();
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab/.+[(\\*?").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab/.+[(\\").ofMaxLength(8);
  }

  private static StringMatcher of(String pattern) {
    return RbacMatchers.of(new Glob(pattern)).orElseThrow();
  }

  /** As Envoy does: regular expressions are matched against the whole. */
  private static boolean matches(StringMatcher matcher, String text) {
    return switch (matcher.getMatchPatternCase()) {
      case EXACT -> text.equals(matcher.getExact());
      case PREFIX -> text.startsWith(matcher.getPrefix());
      case SUFFIX -> text.endsWith(matcher.getSuffix());
      case SAFE_REGEX -> Pattern.matches(matcher.getSafeRegex().getRegex(), text);
      case CONTAINS, CUSTOM, MATCHPATTERN_NOT_SET ->
          throw new AssertionError("not used here: " + matcher);
    };
  }
}

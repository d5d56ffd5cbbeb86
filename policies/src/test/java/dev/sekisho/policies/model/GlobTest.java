package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "qa, qa, true",
        "qa, QA, false",
        "qa, qa2, false",
        "qa, xqa, false",
        "team-*, team-red, true",
        "team-*, team-, true",
        "team-*, team, false",
        "team-*, a-team-red, false",
        "*, '', true",
        "*, anything/at all, true",
        "'', '', true",
        "'', a, false",
        "?, a, true",
        "?, '', false",
        "?, ab, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*-snippet, server-snippet, true",
        "nginx.ingress.kubernetes.io/*-snippet, nginx.ingress.kubernetes.io/x/y-snippet, true",
        "nginx.ingress, nginx-ingress, false",
        "a*b*c, aXbYc, true",
        "a*b*c, acb, false",
        "a**b, ab, true",
        "*ab, aab, true",
        "[ab], a, false",
        "[ab], [ab], true",
        "a+, aa, false",
        "\\*, x, false",
        "\\*, \\x, true",
        "arn:aws:sts::*:assumed-role/deployer/*, arn:aws:sts::12:assumed-role/deployer/s, true",
      })
  void matchesTheWholeString(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void takesNoExponentialTime() {
    var glob = new Glob("*a".repeat(1000) + "b");
    String text = "a".repeat(20_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(glob.matches(text)).isFalse());
  }

  @Test
  void printsAsWritten() {
    assertThat(new Glob("a*?")).hasToString("a*?");
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab*?.\\[").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab.\n\\[").ofMaxLength(8);
  }

  @Property(tries = 5000)
  void agreesWithARegularExpression(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    var regex = pattern.chars().mapToObj(GlobTest::regex).collect(Collectors.joining());
    assertThat(new Glob(pattern).matches(text))
        .isEqualTo(Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches());
  }

  private static String regex(int character) {
    return switch (character) {
      case '*' -> ".*";
      case '?' -> ".";
      default -> Pattern.quote(Character.toString(character));
    };
  }
}

package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostPatternTest {

  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_251 =
      LABEL_63 + "." + LABEL_63 + "." + LABEL_63 + "." + "a".repeat(59);

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments("acmecorp.com", "acmecorp.com"),
        arguments("AcmeCorp.COM", "acmecorp.com"),
        arguments("acmecorp.com.", "acmecorp.com"),
        arguments("*.acmecorp.com", "*.acmecorp.com"),
        arguments("*.AcmeCorp.com.", "*.acmecorp.com"),
        arguments("*", "*"),
        arguments("localhost", "localhost"),
        arguments("*.local", "*.local"),
        arguments("1.example", "1.example"),
        arguments("9lives.example", "9lives.example"),
        arguments("a-b.example", "a-b.example"),
        arguments("a--b.example", "a--b.example"),
        arguments("xn--bcher-kva.example", "xn--bcher-kva.example"),
        arguments("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        arguments("bücher.example", "xn--bcher-kva.example"),
        arguments("BÜCHER.Example.", "xn--bcher-kva.example"),
        arguments("*.bücher.example", "*.xn--bcher-kva.example"),
        arguments("ＡＣＭＥ.example", "acme.example"),
        arguments("acme。example", "acme.example"),
        arguments("日本.example", "xn--wgv71a.example"),
        arguments(LABEL_63 + ".example", LABEL_63 + ".example"),
        arguments(NAME_251 + ".b", NAME_251 + ".b"),
        arguments(NAME_251 + ".b.", NAME_251 + ".b"),
        arguments("*." + NAME_251, "*." + NAME_251));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void readsAndNormalises(String text, String normal) {
    assertThat(HostPattern.of(text)).hasToString(normal);
    assertThat(HostPattern.of(text)).isEqualTo(HostPattern.of(normal));
    assertThat(HostPattern.of(text)).hasSameHashCodeAs(HostPattern.of(normal));
    assertThat(HostPattern.of(text)).isEqualByComparingTo(HostPattern.of(normal));
  }

  static Stream<Arguments> unreadable() {
    String manyLetters =
        IntStream.range(0, 60)
            .mapToObj(i -> Character.toString(0x4e00 + 37 * i))
            .reduce("", String::concat);
    return Stream.of(
        arguments("", "empty"),
        arguments(".", "empty"),
        arguments("*.", "name after"),
        arguments("*..", "name after"),
        arguments("a..b", "empty label"),
        arguments(".a.com", "empty label"),
        arguments("a.com..", "empty label"),
        arguments("*..a.com", "empty label"),
        arguments("-a.com", "hyphens"),
        arguments("a-.com", "hyphens"),
        arguments("a.-", "hyphens"),
        arguments("a_b.com", "letters"),
        arguments("a b.com", "letters"),
        arguments(" a.com", "letters"),
        arguments("a.com ", "letters"),
        arguments("a.com\n", "letters"),
        arguments("a\u0000.com", "letters"),
        arguments("a.com/", "letters"),
        arguments("a@b.com", "letters"),
        arguments("${namespace}.com", "letters"),
        arguments("\ud800.com", "letters"),
        arguments("bücher..example", ""),
        arguments("a.com:443", "port"),
        arguments("*.a.com:80", "port"),
        arguments("*:80", "port"),
        arguments("http://a.com", "port"),
        arguments("[::1]", ""),
        arguments("a.com：443", "port"),
        arguments("a.*.com", "first label"),
        arguments("*a.com", "first label"),
        arguments("a*.com", "first label"),
        arguments("a*", "first label"),
        arguments("*.*.com", "first label"),
        arguments("*.*", "first label"),
        arguments("**", "first label"),
        arguments("a.*", "first label"),
        arguments("＊.a.com", "first label"),
        arguments("a".repeat(64) + ".com", "63"),
        arguments("a." + "b".repeat(64), "63"),
        arguments(manyLetters + ".com", ""),
        arguments(NAME_251 + ".bc", "253"),
        arguments("*." + NAME_251 + "b", "253"),
        arguments("*." + NAME_251 + ".b", "253"),
        arguments("ü".repeat(100_000), ""));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void refusesWithReason(String text, String hint) {
    var reading = HostPattern.read(text);
    assertThat(reading).isInstanceOf(HostPattern.Reading.Malformed.class);
    String reason = ((HostPattern.Reading.Malformed) reading).reason();
    assertThat(reason).contains(hint).isNotBlank().hasSizeLessThan(100);
    assertThat(reason).as("starts in lower case").matches("[a-z\"].*");
    assertThatThrownBy(() -> HostPattern.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @CsvSource({
    // pattern, other, covers, overlaps
    "a.com, a.com, true, true",
    "a.com, A.COM., true, true",
    "a.com, b.com, false, false",
    "a.com, x.a.com, false, false",
    "*.acmecorp.com, signin.acmecorp.com, true, true",
    "*.acmecorp.com, a.b.acmecorp.com, true, true",
    "*.acmecorp.com, acmecorp.com, false, false",
    "*.acmecorp.com, evilacmecorp.com, false, false",
    "*.acmecorp.com, x.evilacmecorp.com, false, false",
    "*.acmecorp.com, acmecorp.com.evil.com, false, false",
    "*.acmecorp.com, *.acmecorp.com, true, true",
    "*.acmecorp.com, *.qa.acmecorp.com, true, true",
    "*.acmecorp.com, *.evilacmecorp.com, false, false",
    "*.qa.acmecorp.com, *.acmecorp.com, false, true",
    "*.qa.acmecorp.com, qa.acmecorp.com, false, false",
    "*.qa.acmecorp.com, *.prod.acmecorp.com, false, false",
    "*.com, a.com, true, true",
    "*.com, com, false, false",
    "*, *, true, true",
    "*, com, true, true",
    "*, *.com, true, true",
    "*.com, *, false, true",
    "a.com, *, false, true",
    "a.com, *.com, false, true",
    "*.bücher.example, shop.xn--bcher-kva.example, true, true",
  })
  void coversAndOverlaps(String left, String right, boolean covers, boolean overlaps) {
    var pattern = HostPattern.of(left);
    var other = HostPattern.of(right);
    assertThat(pattern.covers(other)).as("covers").isEqualTo(covers);
    assertThat(pattern.overlaps(other)).as("overlaps").isEqualTo(overlaps);
    assertThat(other.overlaps(pattern)).as("overlapped").isEqualTo(overlaps);
    assertThat(pattern.contains(other))
        .as("contains: names only")
        .isEqualTo(covers && !other.isWildcard());
    assertThat(other.moreSpecificThan(pattern))
        .as("more specific")
        .isEqualTo(covers && !pattern.equals(other));
  }

  @Test
  void parents() {
    assertThat(HostPattern.of("a.b.c").parent()).contains(HostPattern.of("*.b.c"));
    assertThat(HostPattern.of("*.b.c").parent()).contains(HostPattern.of("*.c"));
    assertThat(HostPattern.of("*.c").parent()).contains(HostPattern.ANY);
    assertThat(HostPattern.of("c").parent()).contains(HostPattern.ANY);
    assertThat(HostPattern.ANY.parent()).isEmpty();
  }

  @Test
  void knowsItsParts() {
    assertThat(HostPattern.of("*.b.c").suffix()).isEqualTo("b.c");
    assertThat(HostPattern.of("*.b.c").reversedLabels()).containsExactly("c", "b");
    assertThat(HostPattern.of("a.b.c").reversedLabels()).containsExactly("c", "b", "a");
    assertThat(HostPattern.ANY.reversedLabels()).isEmpty();
    assertThat(HostPattern.ANY.suffix()).isEmpty();
    assertThat(HostPattern.ANY.isWildcard()).isTrue();
    assertThat(HostPattern.of("*")).isEqualTo(HostPattern.ANY);
    assertThat(HostPattern.of("a.b").isWildcard()).isFalse();
  }

  @Test
  void wildcardIsNotItsSuffix() {
    assertThat(HostPattern.of("*.a.b")).isNotEqualTo(HostPattern.of("a.b"));
    assertThat(HostPattern.of("*.a.b").compareTo(HostPattern.of("a.b"))).isPositive();
    assertThat(HostPattern.of("a.b")).isNotEqualTo("a.b");
  }
}

package dev.sekisho.policies.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "*.${namespace}.acmecorp.com, *.qa.acmecorp.com",
    "${namespace}.acmecorp.com, qa.acmecorp.com",
    "*.${namespace}, *.qa",
    "${namespace}-${namespace}.com, qa-qa.com",
    "x-${namespace}.com, x-qa.com",
    "Plain.COM, plain.com",
    "*, *",
  })
  void standsForThePatternOfANamespace(String template, String pattern) {
    assertThat(PatternTemplate.of(template).resolve("qa"))
        .isEqualTo(new HostPattern.Reading.Ok(HostPattern.of(pattern)));
    assertThat(PatternTemplate.of(template)).hasToString(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*${namespace}.com",
        "a b.com",
        "${name}.com",
        "${namespace.com",
        "$namespace.com",
        "${ namespace }.com",
        "a..com",
        "a.com:80",
        "${NAMESPACE}.com"
      })
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> PatternTemplate.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${name}.com", "${namespace.com", "${NAMESPACE}.com"})
  void namesThePlaceholderThatThereIs(String text) {
    assertThatThrownBy(() -> PatternTemplate.of(text))
        .hasMessageContaining("${namespace}")
        .hasMessageContaining("placeholder");
  }

  @Test
  void aNameThatMakesItTooLongIsNoPattern() {
    var template = PatternTemplate.of("a-" + "${namespace}".repeat(2) + ".com");
    assertThat(template.resolve("n".repeat(63))).isInstanceOf(HostPattern.Reading.Malformed.class);
  }

  @Test
  void isEqualAsWritten() {
    assertThat(PatternTemplate.of("a.com")).isEqualTo(PatternTemplate.of("a.com"));
    assertThat(PatternTemplate.of("a.com")).hasSameHashCodeAs(PatternTemplate.of("a.com"));
    assertThat(PatternTemplate.of("a.com")).isNotEqualTo(PatternTemplate.of("b.com"));
    assertThat(PatternTemplate.of("a.com")).isNotEqualTo("a.com");
  }
}

package dev.sekisho.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustDomainTest {
  @ParameterizedTest
  @ValueSource(strings = {"cluster.local", "a", "a-b_c.9"})
  void takesWhatSpiffeAllows(String name) {
    assertThat(TrustDomain.problemWith(name)).isEmpty();
    assertThat(new TrustDomain(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a/b", "a b", "a:1", "ä", "a\n"})
  void refusesAllElse(String name) {
    assertThat(TrustDomain.problemWith(name)).isPresent();
    assertThatThrownBy(() -> new TrustDomain(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void boundsTheLengthOfNamesAndOfMessages() {
    assertThat(TrustDomain.problemWith("a".repeat(255))).isEmpty();
    assertThat(TrustDomain.problemWith("a".repeat(100_000)).orElseThrow()).hasSizeLessThan(200);
  }
}

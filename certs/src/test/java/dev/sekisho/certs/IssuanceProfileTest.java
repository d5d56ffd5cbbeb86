package dev.sekisho.certs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuanceProfileTest {
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a.", ".a", "*.a", "a_b", "a b", "-a", "a-", "ä", "a\n"})
  void refusesWhatIsNoDnsName(String name) {
    assertThatThrownBy(() -> IssuanceProfile.serving(List.of(name), List.of(), DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("DNS name: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "1.2.3", "1.2.3.4/8", "::1/128", "256.1.1.1", "1.2.3.4 "})
  void refusesWhatIsNoAddress(String address) {
    assertThatThrownBy(() -> IssuanceProfile.serving(List.of(), List.of(address), DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("IP address: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3.4", "::1", "::", "2001:db8::5", "::ffff:1.2.3.4"})
  void takesAddressesThatCanBeEncoded(String address) {
    assertThatCode(() -> SubjectNames.of(IssuanceProfile.serving(List.of(), List.of(address), DAY)))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesACertificateForNobody() {
    assertThatThrownBy(() -> IssuanceProfile.serving(List.of(), List.of(), DAY))
        .hasMessage("serving certificate without a name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT9.9S", "-PT1H", "P90DT1S"})
  void boundsTheValidity(String validity) {
    var duration = Duration.parse(validity);
    assertThatThrownBy(() -> IssuanceProfile.client(TestCertificates.GATEWAY, duration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: 10s to 90d)");
  }
}

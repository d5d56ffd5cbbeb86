package dev.sekisho.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CertificateLifetimesTest {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void haveDefaults() {
    var lives = CertificateLifetimes.DEFAULT;
    assertThat(lives.root()).isEqualTo(Duration.ofDays(3650));
    assertThat(lives.workload()).isEqualTo(DAY);
    assertThat(lives.serving()).isEqualTo(Duration.ofDays(7));
    assertThat(lives.propagation()).isEqualTo(Duration.ofHours(1));
    assertThat(lives.overlap()).isEqualTo(Duration.ofDays(14));
  }

  @Test
  void ofMinutesSpreadInSeconds() {
    var second = Duration.ofSeconds(1);
    var lives =
        new CertificateLifetimes(
            second.multipliedBy(100), second.multipliedBy(20), second.multipliedBy(25), DAY);
    assertThat(lives.propagation()).isEqualTo(Duration.ofSeconds(5));
    assertThat(lives.overlap()).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void sayAllThatIsWrong() {
    assertThat(
            CertificateLifetimes.problems(
                Duration.ofHours(36), Duration.ofSeconds(9), Duration.ofDays(91)))
        .containsExactly(
            "the life of workload certificates: 9s (expected: 10s to 90d)",
            "the life of serving certificates: 91d (expected: 10s to 90d)",
            "the life of the root: 36h (expected: at least 4 times that of any other, which is 91d,"
                + " and at most 10950d)");
    assertThat(CertificateLifetimes.problems(Duration.ofDays(10_951), DAY, DAY)).hasSize(1);
    assertThat(CertificateLifetimes.problems(DAY.multipliedBy(4), DAY, DAY)).isEmpty();
    assertThatThrownBy(() -> new CertificateLifetimes(DAY, DAY, DAY, DAY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CertificateLifetimes.text(Duration.ofMinutes(90))).isEqualTo("90m");
  }
}

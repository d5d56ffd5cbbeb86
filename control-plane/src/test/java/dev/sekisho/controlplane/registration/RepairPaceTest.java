package dev.sekisho.controlplane.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepairPaceTest {

  private static final long SECOND = 1_000_000_000L;

  private final RepairPace pace = new RepairPace();

  @Test
  void aFewAreMadeAtOnce() {
    for (int i = 0; i < 10; i++) {
      assertThat(pace.delay(i)).isZero();
      pace.repaired(i);
    }
    assertThat(pace.delay(10)).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aFightCostsOneRepairInASecond() {
    int repairs = 0;
    for (long nanos = 0; nanos < 60 * SECOND; nanos += SECOND / 100) {
      if (pace.delay(nanos).isZero()) {
        pace.repaired(nanos);
        repairs++;
      }
    }
    assertThat(repairs).isBetween(65, 70);
  }

  @Test
  void thePauseIsOverWhenItSays() {
    for (int i = 0; i < 10; i++) {
      pace.repaired(0);
    }
    assertThat(pace.delay(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.delay(SECOND - 1)).isEqualTo(Duration.ofNanos(1));
    assertThat(pace.delay(SECOND)).isZero();
    assertThat(pace.isQuiet(10 * SECOND - 1)).isFalse();
    assertThat(pace.isQuiet(10 * SECOND)).isTrue();
  }

  @Test
  void seldomDriftIsNeverWaitedFor() {
    for (long second = 0; second < 1_000; second += 2) {
      assertThat(pace.delay(second * SECOND)).isZero();
      pace.repaired(second * SECOND);
    }
  }

  @Test
  void timesMayBeNegative() {
    pace.repaired(Long.MIN_VALUE / 2);

    assertThat(pace.delay(Long.MIN_VALUE / 2)).isZero();
  }
}

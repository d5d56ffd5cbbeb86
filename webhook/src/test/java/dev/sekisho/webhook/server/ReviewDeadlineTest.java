package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewDeadlineTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "timeout=10s,PT9.5S",
    "timeout=1s,PT0.9S",
    "timeout=300ms,PT0.27S",
    "timeout=1.5s,PT1.35S",
    "timeout=.5s,PT0.45S",
    "timeout=0m4s,PT3.6S",
    "a=b&timeout=1s&timeout=2s,PT0.9S",
    "timeout=1000000us,PT0.9S",
    "timeout=1000000000ns,PT0.9S",
    "timeout=30s,PT19.5S",
    "timeout=99999999999999999999h,PT19.5S",
    "timeout=0s,PT19.5S",
    "timeout=-1s,PT19.5S",
    "timeout=10,PT19.5S",
    "timeout=s,PT19.5S",
    "timeout=1x,PT19.5S",
    "timeout=,PT19.5S",
    "timeout=%zz,PT19.5S",
    "Timeout=1s,PT19.5S",
    "'',PT19.5S",
  })
  void leavesAMarginOfTheShorterOne(String query, Duration expected) {
    assertThat(ReviewDeadline.of(query, LIMIT)).isEqualTo(expected);
  }

  @Property
  void anyQueryHasADeadline(@ForAll String query) {
    assertThat(ReviewDeadline.of("timeout=" + query, LIMIT)).isPositive().isLessThan(LIMIT);
  }
}

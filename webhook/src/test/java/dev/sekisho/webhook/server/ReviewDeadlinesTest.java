package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReviewDeadlinesTest {

  @Test
  void eachQueryHasItsOwnDeadlineWhateverCameBefore() {
    var deadlines = new ReviewDeadlines(Duration.ofSeconds(10));

    assertThat(deadlines.of("")).isEqualTo(Duration.ofMillis(9_500));
    assertThat(deadlines.of("timeout=2s")).isEqualTo(Duration.ofMillis(1_800));
    assertThat(deadlines.of("timeout=2s")).isEqualTo(Duration.ofMillis(1_800));
    assertThat(deadlines.of("timeout=1s")).isEqualTo(Duration.ofMillis(900));
    assertThat(deadlines.of("")).isEqualTo(Duration.ofMillis(9_500));
  }
}

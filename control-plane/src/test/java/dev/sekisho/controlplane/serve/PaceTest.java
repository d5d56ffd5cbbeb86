package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a clock that is told, in nanoseconds; what is written here is in milliseconds. */
class PaceTest {
  private static final long MILLI = 1_000_000;

  private final Pace pace = new Pace();

  @Test
  void whatComesAfterAQuietTimeGoesAtOnce() {
    assertThat(waitAt(5)).isZero();
    pace.goneAt(5 * MILLI);
    assertThat(waitAt(6)).isEqualTo(19);
    assertThat(waitAt(25)).isZero();
    pace.goneAt(2_000 * MILLI);
    assertThat(waitAt(2_001)).isEqualTo(19);
  }

  @Test
  void whatFollowsOnItIsGatheredForLongerAndLonger() {
    assertThat(timesOf(500, 1)).startsWith(0L, 20L, 60L, 140L, 240L, 340L, 440L);
    assertThat(timesOf(500, 5)).hasSizeLessThan(30);
    assertThat(timesOf(10, 1_000)).hasSize(10);
  }

  /** When something goes, if so many changes come so many milliseconds apart. */
  private List<Long> timesOf(int changes, long apart) {
    var fresh = new Pace();
    var times = new ArrayList<Long>();
    long waiting = -1;
    for (long now = 0; now <= changes * apart + 100; now++) {
      if (now % apart == 0 && now / apart < changes) {
        waiting = now;
      }
      if (waiting >= 0 && fresh.waitAt(now * MILLI) <= 0) {
        fresh.goneAt(now * MILLI);
        times.add(now);
        waiting = -1;
      }
    }
    return times;
  }

  private long waitAt(long now) {
    return pace.waitAt(now * MILLI) / MILLI;
  }
}

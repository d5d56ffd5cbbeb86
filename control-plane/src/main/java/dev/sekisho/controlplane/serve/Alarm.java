package dev.sekisho.controlplane.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Rings once when a moment has come by the clock. It looks at the clock at least once a minute, so
 * that a clock that is put right, or a machine that slept, makes it late by a minute at most.
 * Thread-safe.
 */
final class Alarm {

  static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Timer timer;
  private final Runnable ring;

  private Optional<Instant> moment = Optional.empty();

  /** Grows with each setting, so that what waits for an earlier one knows that it is over. */
  private long setting;

  /** Runs a task later, by whatever measures time. */
  interface Timer {
    void after(Duration delay, Runnable task);
  }

  Alarm(InstantSource clock, Timer timer, Runnable ring) {
    this.clock = clock;
    this.timer = timer;
    this.ring = ring;
  }

  /** Rings at {@code next} instead of what was set before; at once if it is past. */
  synchronized void set(Optional<Instant> next) {
    if (!next.equals(moment)) {
      moment = next;
      setting++;
      next.ifPresent(instant -> await(instant, setting));
    }
  }

  private void await(Instant instant, long mine) {
    var left = Duration.between(clock.instant(), instant);
    var wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    timer.after(wait.isNegative() ? Duration.ZERO : wait, () -> look(instant, mine));
  }

  private void look(Instant instant, long mine) {
    synchronized (this) {
      if (mine != setting) {
        return;
      }
      if (clock.instant().isBefore(instant)) {
        await(instant, mine);
        return;
      }
      moment = Optional.empty();
    }
    ring.run();
  }
}

package dev.sekisho.controlplane.registration;

import java.time.Duration;

/**
 * How fast something is put right again and again: at once as long as that is seldom, once a second
 * where somebody else keeps undoing it, so that it is never wrong for two. For one thread.
 */
public final class RepairPace {

  private static final int AT_ONCE = 10;
  private static final Duration EACH = Duration.ofSeconds(1);

  /** When the last of those that count is forgotten, in nanoseconds of the caller's time. */
  private long busyUntil;

  private boolean started;

  /**
   * How long to wait before the next repair; zero most of the time, at most a second.
   *
   * @param nanos the caller's time, never less than before
   */
  public Duration delay(long nanos) {
    if (!started) {
      return Duration.ZERO;
    }
    long ahead = busyUntil - nanos - EACH.toNanos() * (AT_ONCE - 1);
    return ahead <= 0 ? Duration.ZERO : Duration.ofNanos(ahead);
  }

  /** Whether it is long ago that anything had to be put right. */
  public boolean isQuiet(long nanos) {
    return !started || busyUntil - nanos <= 0;
  }

  /** Takes note of a repair. */
  public void repaired(long nanos) {
    busyUntil = (started && busyUntil - nanos > 0 ? busyUntil : nanos) + EACH.toNanos();
    started = true;
  }
}

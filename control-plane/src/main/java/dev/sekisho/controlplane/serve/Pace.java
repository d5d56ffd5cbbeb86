package dev.sekisho.controlplane.serve;

import java.time.Duration;

/**
 * How soon what follows from changed Services is published. Each of them changes the routes of a
 * port, which are sent as a whole: the first after a quiet time goes at once; where one follows the
 * other they are gathered, for longer the longer that lasts. For one thread; time is given.
 */
final class Pace {
  private static final long LEAST = Duration.ofMillis(20).toNanos();
  private static final long MOST = Duration.ofMillis(100).toNanos();

  private long gap = LEAST;
  private long due;
  private boolean begun;

  /**
   * How long to wait yet, in nanoseconds; 0 or less: go.
   *
   * @param now a reading of a clock that never goes back, in nanoseconds
   */
  long waitAt(long now) {
    return begun ? due - now : 0;
  }

  /** Something goes now. */
  void goneAt(long now) {
    // Whatever came within the time before was waited for: changes follow each other.
    boolean quiet = !begun || now - due > gap;
    gap = quiet ? LEAST : Math.min(MOST, gap * 2);
    due = now + gap;
    begun = true;
  }
}

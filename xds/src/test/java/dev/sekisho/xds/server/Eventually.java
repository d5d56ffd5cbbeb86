package dev.sekisho.xds.server;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Bounded waits for conditions that nobody signals. */
final class Eventually {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Eventually() {}

  /** Returns as soon as the condition holds; fails with what was waited for. */
  static void await(String what, Duration atMost, Callable<Boolean> condition) {
    var end = System.nanoTime() + atMost.toNanos();
    while (!holds(what, condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited %s in vain for %s".formatted(atMost, what));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean holds(String what, Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("while waiting for " + what, e);
    }
  }
}

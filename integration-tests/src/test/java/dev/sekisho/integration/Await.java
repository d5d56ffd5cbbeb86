package dev.sekisho.integration;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Bounded waits. Each says what it waits for, and fails with that when the bound is over. */
final class Await {
  private static final Duration STEP = Duration.ofMillis(5);

  private Await() {}

  /** The pause between two looks. */
  static void pause() {
    LockSupport.parkNanos(STEP.toNanos());
  }

  static void that(String what, Duration bound, Callable<Boolean> condition) {
    value(what, bound, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** The first value that the probe has; a probe that throws has none yet. */
  static <T> T value(String what, Duration bound, Callable<Optional<T>> probe) {
    long end = System.nanoTime() + bound.toNanos();
    Throwable last = null;
    do {
      try {
        Optional<T> value = probe.call();
        if (value.isPresent()) {
          return value.get();
        }
        last = null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for: " + what, e);
      } catch (Exception e) {
        last = e;
      }
      pause();
    } while (System.nanoTime() < end);
    throw new AssertionError(
        "waited "
            + bound.toMillis()
            + " ms in vain for: "
            + what
            + (last == null ? "" : ": " + last),
        last);
  }
}

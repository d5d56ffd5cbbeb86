package dev.sekisho.controlplane.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look at certificates that says itself when it is due again, done on one thread: at that time,
 * when it is asked for, some seconds after it failed, and every ten minutes, since clocks get set.
 */
final class Wakeup {

  private static final Logger LOG = LoggerFactory.getLogger(Wakeup.class);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration SHORTEST = Duration.ofMillis(20);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String what;
  private final Supplier<Instant> look;
  private final ScheduledExecutorService thread;
  private final InstantSource clock;
  private @Nullable Future<?> next; // of the thread

  /**
   * @param what for the log, if it fails
   * @param look returns when to look again
   * @param thread a single one
   */
  Wakeup(
      String what, Supplier<Instant> look, ScheduledExecutorService thread, InstantSource clock) {
    this.what = what;
    this.look = look;
    this.thread = thread;
    this.clock = clock;
  }

  /** Looks soon. Doesn't block; nothing happens once the thread has ended. */
  void now() {
    if (!thread.isShutdown()) {
      thread.execute(this::run);
    }
  }

  private void run() {
    if (next != null) {
      next.cancel(false);
    }
    Instant until;
    try {
      until = look.get();
    } catch (RuntimeException e) {
      LOG.warn("{}: {}", what, e.getMessage());
      until = clock.instant().plus(RETRY);
    }
    var now = clock.instant();
    var latest = now.plus(LONGEST);
    var wait = Duration.between(now, until.isBefore(latest) ? until : latest);
    var enough = wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    if (!thread.isShutdown()) {
      next = thread.schedule(this::run, enough.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

package dev.sekisho.xds.server;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what is to be done at another time. Thread-safe. */
interface Later {
  /**
   * @param task runs on a thread that many share: it must only hand over
   * @return cancels it
   */
  Runnable after(Duration delay, Runnable task);

  static Later on(ScheduledExecutorService timer) {
    return (delay, task) -> {
      var scheduled = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> scheduled.cancel(false);
    };
  }
}

package dev.sekisho.controlplane.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A clock and an executor of one thread, the test's own: nothing happens but when it says so. */
final class ManualTime extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {
  private final List<Task> tasks = new ArrayList<>();
  private Instant now;
  private boolean ended;

  ManualTime(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Does all that is due now. */
  void run() {
    to(now);
  }

  void pass(Duration duration) {
    to(now.plus(duration));
  }

  /** Lets time pass up to then, and does what is due on the way at its time. */
  void to(Instant end) {
    for (var next = next(end); next != null; next = next(end)) {
      tasks.remove(next);
      now = next.at.isAfter(now) ? next.at : now;
      next.task.run();
    }
    now = end;
  }

  private @Nullable Task next(Instant end) {
    Task first = null;
    for (var task : tasks) {
      if (!task.at.isAfter(end) && (first == null || task.at.isBefore(first.at))) {
        first = task;
      }
    }
    return first;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(new Task(task, now));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    var scheduled = new Task(task, now.plusNanos(unit.toNanos(delay)));
    tasks.add(scheduled);
    return scheduled;
  }

  private final class Task implements ScheduledFuture<Object> {
    private final Runnable task;
    private final Instant at;

    Task(Runnable task, Instant at) {
      this.task = task;
      this.at = at;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return tasks.remove(this);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public Object get() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object get(long timeout, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long delay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long delay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {
    ended = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    ended = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return ended;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended;
  }
}

package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.state.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the cluster's state to one at a time: to a thread of its own, which takes changes and
 * questions in the order in which they came, or for a moment to whoever asks while nothing waits.
 * What follows from changes is worked out once for all that were waiting, so that the first change
 * after a quiet time goes at once, and many together cost no more than one.
 */
final class ModelThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelThread.class);

  /** So many at most before their consequences are worked out. */
  private static final int BATCH = 10_000;

  /** Some microseconds, as a question takes: so long it is better to wait than to sleep. */
  private static final int SPINS = 200;

  /** Whoever has the state longer was interrupted by the scheduler, and needs the processor. */
  private static final Duration PATIENCE = Duration.ofMillis(1);

  private final ClusterState state;
  private final Consumer<ClusterState> consequences;
  private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();

  /** How many tasks were handed in and aren't done. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Who holds it has the state. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Thread thread = Thread.ofPlatform().name("model").daemon().unstarted(this::run);

  /**
   * @param isChange whether consequences may follow
   */
  private record Task(Consumer<ClusterState> work, boolean isChange) {}

  /**
   * @param consequences called after changes, on this thread
   */
  ModelThread(ClusterState state, Consumer<ClusterState> consequences) {
    this.state = state;
    this.consequences = consequences;
  }

  void start() {
    thread.start();
  }

  /** Whether the thread still runs; without it nothing is answered any more. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** Changes the state, later. */
  void change(Consumer<ClusterState> change) {
    handIn(new Task(change, true));
  }

  private void handIn(Task task) {
    waiting.incrementAndGet();
    tasks.add(task);
  }

  /** Asks the state on its thread, after all changes that were handed in before. */
  <T> CompletableFuture<T> ask(Function<ClusterState, T> question) {
    var answer = new CompletableFuture<T>();
    handIn(new Task(current -> answer(question, current, answer), false));
    return answer;
  }

  /**
   * The same for questions that take microseconds: on the calling thread, if nothing waits and
   * nobody has the state for longer than a millisecond. Two threads that wake each other cost more
   * than most answers.
   */
  <T> CompletableFuture<T> askAtOnce(Function<ClusterState, T> question) {
    if (waiting.get() > 0 || !takeTurn()) {
      return ask(question);
    }
    var answer = new CompletableFuture<T>();
    try {
      answer(question, state, answer);
    } finally {
      turn.unlock();
    }
    return answer;
  }

  private boolean takeTurn() {
    for (int i = 0; i < SPINS; i++) {
      if (turn.tryLock()) {
        return true;
      }
      Thread.onSpinWait();
    }
    try {
      return turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> void answer(
      Function<ClusterState, T> question, ClusterState state, CompletableFuture<T> answer) {
    try {
      answer.complete(question.apply(state));
    } catch (RuntimeException | StackOverflowError e) {
      answer.completeExceptionally(e);
    }
  }

  private void run() {
    var batch = new ArrayList<Task>();
    try {
      while (true) {
        batch.add(tasks.take());
        tasks.drainTo(batch, BATCH);
        turn.lock();
        try {
          take(batch);
        } finally {
          waiting.addAndGet(-batch.size());
          turn.unlock();
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the end
    }
  }

  private void take(List<Task> batch) {
    boolean changed = false;
    for (Task task : batch) {
      guarded(task.work());
      changed |= task.isChange();
    }
    if (changed) {
      guarded(consequences);
    }
  }

  /** One object that trips a defect must not stop the rest. */
  private void guarded(Consumer<ClusterState> work) {
    try {
      work.accept(state);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("internal error; the change is without effect", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

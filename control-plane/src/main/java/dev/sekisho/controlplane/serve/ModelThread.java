package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.state.ClusterState;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the cluster's state. Changes and questions are taken in the order in
 * which they came; what follows from changes is worked out once for all that were waiting, so that
 * the first change after a quiet time goes at once, and many together cost no more than one.
 */
final class ModelThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelThread.class);

  /** So many at most before their consequences are worked out. */
  private static final int BATCH = 10_000;

  private final ClusterState state;
  private final Consumer<ClusterState> consequences;
  private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
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
    tasks.add(new Task(change, true));
  }

  /** Asks the state, after all changes that were handed in before. */
  <T> CompletableFuture<T> ask(Function<ClusterState, T> question) {
    var answer = new CompletableFuture<T>();
    tasks.add(
        new Task(
            current -> {
              try {
                answer.complete(question.apply(current));
              } catch (RuntimeException | StackOverflowError e) {
                answer.completeExceptionally(e);
              }
            },
            false));
    return answer;
  }

  private void run() {
    var batch = new ArrayList<Task>();
    try {
      while (true) {
        batch.add(tasks.take());
        tasks.drainTo(batch, BATCH);
        boolean changed = false;
        for (Task task : batch) {
          guarded(task.work());
          changed |= task.isChange();
        }
        batch.clear();
        if (changed) {
          guarded(consequences);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the end
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

package dev.sekisho.xds.server;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs tasks of streams on an event loop, in order and a few at a time: between, what they have
 * sent is written to their sockets. When all streams have something to send, it isn't piled up in
 * memory first, and the first ones needn't wait for the last. Thread-safe.
 */
final class Turns implements Executor {
  /** Tasks between which nothing is written: some, since each turn has a price of its own. */
  private static final int AT_ONCE = 8;

  private final EventLoop loop;

  /** Of the loop, as the next. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private boolean scheduled;

  Turns(EventLoop loop) {
    this.loop = loop;
  }

  boolean isCurrent() {
    return loop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    if (loop.inEventLoop()) {
      add(task);
    } else {
      loop.execute(() -> add(task));
    }
  }

  private void add(Runnable task) {
    waiting.add(task);
    if (!scheduled) {
      scheduled = true;
      loop.execute(this::take);
    }
  }

  private void take() {
    try {
      for (int i = 0; i < AT_ONCE && !waiting.isEmpty(); i++) {
        waiting.remove().run();
      }
    } finally {
      scheduled = !waiting.isEmpty();
      if (scheduled) {
        loop.execute(this::take); // behind what gRPC has to write by now
      }
    }
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.resources.ProxyScope;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings the newest publication of a scope to a stream's executor. Publications that come faster
 * than the executor runs are skipped, and at most one task is queued.
 */
final class StoreFollower implements Runnable {
  private final StreamContext context;
  private final ProxyScope scope;
  private final Consumer<Publication> consumer;
  private final AtomicBoolean queued = new AtomicBoolean();

  StoreFollower(StreamContext context, ProxyScope scope, Consumer<Publication> consumer) {
    this.context = context;
    this.scope = scope;
    this.consumer = consumer;
  }

  void start() {
    context.backends().store().subscribe(scope, this);
    run();
  }

  void stop() {
    context.backends().store().unsubscribe(scope, this);
  }

  /** Something was published. */
  @Override
  public void run() {
    if (queued.compareAndSet(false, true)) {
      context.executor().execute(this::bring);
    }
  }

  private void bring() {
    queued.set(false);
    context.backends().store().publication(scope).ifPresent(consumer);
  }
}

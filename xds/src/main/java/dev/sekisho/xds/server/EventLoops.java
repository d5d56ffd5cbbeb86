package dev.sekisho.xds.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that connections live on. All that a stream does without waiting is done on the one
 * that its connection has: nothing is handed from thread to thread but what is published.
 */
final class EventLoops implements AutoCloseable {
  private final EventLoopGroup group;

  EventLoops(int threads, String name) {
    group =
        new MultiThreadIoEventLoopGroup(
            threads,
            Thread.ofPlatform().daemon().name(name, 0).factory(),
            NioIoHandler.newFactory());
  }

  EventLoopGroup group() {
    return group;
  }

  /**
   * The loop of the calling thread, whose tasks run one after the other.
   *
   * @throws IllegalStateException on any other thread
   */
  Executor current() {
    for (var loop : group) {
      if (loop.inEventLoop()) {
        return loop;
      }
    }
    throw new IllegalStateException("a call that isn't on a thread of its connection");
  }

  /** Ends the threads, soon. */
  @Override
  public void close() {
    var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}

package dev.sekisho.xds.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * The threads that connections live on. All that a stream does without waiting is done on the one
 * that its connection has: nothing is handed from thread to thread but what is published.
 */
final class EventLoops implements AutoCloseable {
  private final EventLoopGroup group;
  private final List<Turns> turns;

  EventLoops(int threads, String name) {
    group =
        new MultiThreadIoEventLoopGroup(
            threads,
            Thread.ofPlatform().daemon().name(name, 0).factory(),
            NioIoHandler.newFactory());
    turns =
        StreamSupport.stream(group.spliterator(), false)
            .map(loop -> new Turns((EventLoop) loop))
            .toList();
  }

  EventLoopGroup group() {
    return group;
  }

  /**
   * For tasks on the loop of the calling thread, which run one after the other.
   *
   * @throws IllegalStateException on any other thread
   */
  Executor current() {
    for (var each : turns) {
      if (each.isCurrent()) {
        return each;
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

package dev.sekisho.integration;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests for one host, one after the other until closed; remembers all that came back. */
final class Traffic implements AutoCloseable {
  private final EnvoyProcess envoy;
  private final String host;
  private final Set<Reply> seen = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final Thread thread;
  private volatile boolean open = true;

  private Traffic(EnvoyProcess envoy, String host) {
    this.envoy = envoy;
    this.host = host;
    this.thread = Thread.ofVirtual().unstarted(this::send);
  }

  static Traffic to(EnvoyProcess envoy, String host) {
    var traffic = new Traffic(envoy, host);
    traffic.thread.start();
    return traffic;
  }

  /** Waits for so many replies more. */
  void awaitMore(int replies) {
    int before = count.get();
    Await.that(
        replies + " replies from " + host,
        Duration.ofSeconds(30),
        () -> count.get() >= before + replies);
  }

  /** All different replies since it began. */
  Set<Reply> seen() {
    return Set.copyOf(seen);
  }

  @Override
  public void close() {
    open = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    while (open) {
      try {
        seen.add(envoy.get(host, "/"));
      } catch (AssertionError e) {
        seen.add(new Reply(0, e.toString()));
      }
      count.incrementAndGet();
    }
  }
}

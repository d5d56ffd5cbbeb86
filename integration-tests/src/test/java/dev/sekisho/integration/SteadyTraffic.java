package dev.sekisho.integration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Requests through an Envoy at a rate that doesn't wait for replies. */
final class SteadyTraffic implements AutoCloseable {
  private final EnvoyProcess envoy;
  private final long periodNanos;
  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread pace;
  private volatile boolean open = true;

  private SteadyTraffic(EnvoyProcess envoy, int perSecond) {
    this.envoy = envoy;
    this.periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.pace = Thread.ofPlatform().name("steady-traffic").daemon().unstarted(this::run);
  }

  static SteadyTraffic through(EnvoyProcess envoy, int perSecond) {
    var traffic = new SteadyTraffic(envoy, perSecond);
    traffic.pace.start();
    return traffic;
  }

  int sent() {
    return sent.get();
  }

  /** What went wrong, one line each. */
  List<String> failures() {
    return failures;
  }

  /** Sends no more, and waits for the replies. */
  @Override
  public void close() {
    open = false;
    try {
      pace.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    requests.close();
  }

  private void run() {
    long next = System.nanoTime();
    while (open) {
      requests.execute(this::request);
      sent.incrementAndGet();
      next += periodNanos;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void request() {
    try {
      var reply = envoy.get("api", "/");
      if (reply.status() != 200) {
        failures.add(Instant.now() + " " + reply);
      }
    } catch (AssertionError e) {
      failures.add(Instant.now() + " " + e.getMessage());
    }
  }
}

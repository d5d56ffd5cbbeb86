package dev.sekisho.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of an application to a Service, by a schedule that doesn't wait for answers, on
 * connections that it keeps; every tenth is on one of its own. Thread-safe.
 */
final class MeshLoad implements AutoCloseable {
  private static final int FRESH = 10;

  private final MeshPod client;
  private final String address;
  private final int port;
  private final String host;
  private final long periodNanos;
  private final AtomicInteger sent = new AtomicInteger();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread pace;
  private volatile boolean open = true;

  private MeshLoad(MeshPod client, String address, int port, String host, int perSecond) {
    this.client = client;
    this.address = address;
    this.port = port;
    this.host = host;
    this.periodNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.pace = Thread.ofPlatform().name("load").daemon().unstarted(this::run);
  }

  /** Begins with it. */
  static MeshLoad of(MeshPod client, MeshService service, int port, int perSecond) {
    var load = new MeshLoad(client, service.vip(), port, service.host(), perSecond);
    load.pace.start();
    return load;
  }

  int sent() {
    return sent.get();
  }

  /** How often each Pod has answered. */
  Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  /** How often what went wrong. */
  Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  /** Waits until so many more are sent, which the schedule says when. */
  void awaitMore(int more) {
    int until = sent() + more;
    var bound = Duration.ofNanos(periodNanos * more).plusSeconds(30);
    Await.that(more + " requests more", bound, () -> sent() >= until);
  }

  /** Sends no more, and waits for the answers. */
  @Override
  public void close() {
    open = false;
    try {
      pace.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    requests.close();
    idle.forEach(MeshLoad::end);
  }

  private void run() {
    long next = System.nanoTime();
    while (open) {
      int number = sent.incrementAndGet();
      requests.execute(() -> request(number % FRESH == 0));
      next += periodNanos;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private void request(boolean fresh) {
    try {
      var kept = fresh ? null : idle.pollFirst();
      var connection = kept == null ? client.connect(address, port) : kept;
      var answer = connection.get(host, "/");
      if (answer.status() == 200) {
        answers.merge(answer.body().lines().findFirst().orElse(""), 1, Integer::sum);
      } else {
        fail(answer.status() + " " + answer.body());
      }
      if (fresh || answer.closes()) {
        end(connection);
      } else {
        idle.addFirst(connection);
      }
    } catch (IOException e) {
      fail(e.toString());
    }
  }

  private void fail(String why) {
    failures.merge(why, 1, Integer::sum);
  }

  private static void end(HttpConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new AssertionError("a socket that can't be closed", e);
    }
  }
}

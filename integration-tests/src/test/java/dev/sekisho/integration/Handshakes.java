package dev.sekisho.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;

/**
 * Clients that make one TLS handshake after another with a server on this machine, each trusting
 * nothing but what is published at that moment.
 */
final class Handshakes implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long PAUSE_NANOS = 5_000_000;
  private static final long FRESH_NANOS = 300_000_000;

  private final AtomicInteger count = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  /** The chain that the server at that port shows to who trusts these roots. */
  static List<X509Certificate> chain(int port, String roots) throws IOException {
    var sockets = Pem.trusting(roots).getSocketFactory();
    try (var socket = (SSLSocket) sockets.createSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return Arrays.stream(socket.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  /**
   * Starts with each of these ports.
   *
   * @param published read again a few times a second, as a kubelet's copy is never quite new
   */
  static Handshakes with(List<Integer> ports, Supplier<String> published) {
    var handshakes = new Handshakes();
    for (int port : ports) {
      handshakes.threads.add(
          Thread.ofPlatform()
              .name("handshakes")
              .daemon()
              .start(() -> handshakes.run(port, published)));
    }
    return handshakes;
  }

  private void run(int port, Supplier<String> published) {
    var roots = published.get();
    long read = System.nanoTime();
    while (!ended) {
      try {
        if (System.nanoTime() - read > FRESH_NANOS) {
          roots = published.get();
          read = System.nanoTime();
        }
        chain(port, roots);
        count.incrementAndGet();
      } catch (IOException | RuntimeException e) {
        failures.add(Instant.now() + " port " + port + ": " + e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  int count() {
    return count.get();
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    ended = true;
    for (var thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

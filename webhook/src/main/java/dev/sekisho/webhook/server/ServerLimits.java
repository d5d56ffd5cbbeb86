package dev.sekisho.webhook.server;

import java.time.Duration;

/**
 * Bounds of what clients can take.
 *
 * @param bodyBytes of one request; past it 413
 * @param bufferedBytes of all requests that are read or reviewed, over all connections; past it 429
 * @param concurrentReviews requests under review, over all connections; past it 429
 * @param handshake time for a TLS handshake
 * @param idle time for a connection without a request, however slowly one trickles in. Should be
 *     longer than the 90 s after which the API server's client lets go of idle connections, since
 *     one that the server closes just then costs a request
 * @param body time from a request's head to its end; past it 408
 * @param review time from a request's head to its answer, unless the URL's {@code timeout} is
 *     shorter; past it the failure policy answers
 */
public record ServerLimits(
    int bodyBytes,
    long bufferedBytes,
    int concurrentReviews,
    Duration handshake,
    Duration idle,
    Duration body,
    Duration review) {

  /**
   * 16 MiB (object and old object, each up to the API's 3 MiB, and room), 64 MiB, 512; 10 s, 120 s,
   * 10 s, 10 s (a webhook's timeout where its configuration names none).
   */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          16 << 20,
          64L << 20,
          512,
          Duration.ofSeconds(10),
          Duration.ofSeconds(120),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  public ServerLimits {
    positive("bodyBytes", bodyBytes);
    positive("concurrentReviews", concurrentReviews);
    if (bufferedBytes < bodyBytes) {
      throw new IllegalArgumentException(
          "bufferedBytes: %d (expected: >= bodyBytes, %d)".formatted(bufferedBytes, bodyBytes));
    }
    positive("handshake", handshake.toMillis());
    positive("idle", idle.toMillis());
    positive("body", body.toMillis());
    positive("review", review.toMillis());
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("%s: %d (expected: > 0)".formatted(name, value));
    }
  }
}

package dev.sekisho.webhook.server;

import java.time.Duration;

/**
 * Deadlines by the query of the URL. Remembers the last one: an API server sends the same query
 * always. Thread-safe.
 */
final class ReviewDeadlines {

  private record Known(String query, Duration deadline) {}

  private final Duration limit;
  private volatile Known last;

  ReviewDeadlines(Duration limit) {
    this.limit = limit;
    this.last = new Known("", ReviewDeadline.of("", limit));
  }

  Duration of(String query) {
    var known = last;
    if (!known.query.equals(query)) {
      known = new Known(query, ReviewDeadline.of(query, limit));
      last = known;
    }
    return known.deadline;
  }
}

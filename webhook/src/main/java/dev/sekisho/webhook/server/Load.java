package dev.sekisho.webhook.server;

import java.util.concurrent.atomic.AtomicLong;

/** What all event loops together hold at the moment, and may hold. Thread-safe, lock-free. */
final class Load {

  private final long maxBytes;
  private final long maxReviews;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong reviews = new AtomicLong();

  Load(ServerLimits limits) {
    this.maxBytes = limits.bufferedBytes();
    this.maxReviews = limits.concurrentReviews();
  }

  boolean tryTakeBytes(long count) {
    return tryTake(bytes, count, maxBytes);
  }

  void releaseBytes(long count) {
    bytes.addAndGet(-count);
  }

  boolean tryTakeReview() {
    return tryTake(reviews, 1, maxReviews);
  }

  void releaseReview() {
    reviews.decrementAndGet();
  }

  private static boolean tryTake(AtomicLong taken, long count, long max) {
    if (taken.addAndGet(count) <= max) {
      return true;
    }
    taken.addAndGet(-count);
    return false;
  }
}

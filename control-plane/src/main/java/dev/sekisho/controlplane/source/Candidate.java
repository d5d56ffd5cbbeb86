package dev.sekisho.controlplane.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One who stands for a Lease. Others' clocks don't count: a Lease is over when it hasn't been seen
 * to change for as long as its holder asked for, by this process's own time. For one thread.
 */
final class Candidate {

  private static final int RELEASES = 5;

  private final LeaseStore store;
  private final String identity;
  private final Duration duration;

  private Optional<LeaseRecord> seen = Optional.empty();
  private long seenAt;

  /**
   * @param identity no other candidate's, at any time
   * @param duration after which others may take what isn't renewed
   */
  Candidate(LeaseStore store, String identity, Duration duration) {
    this.store = store;
    this.identity = identity;
    this.duration = duration;
  }

  /** What came of an attempt. */
  sealed interface Outcome {
    /** The Lease is ours for its duration from the attempt's start. */
    record Held() implements Outcome {}

    record HeldBy(String other) implements Outcome {}

    /** Somebody changed it at the same moment: to be tried again. */
    record Contended() implements Outcome {}
  }

  /**
   * Takes the Lease if it can be had, or renews it. Blocks; throws the client's exception if the
   * cluster doesn't answer.
   *
   * @param nanos this process's own time, {@link System#nanoTime}
   * @param now what to write as the time
   */
  Outcome attempt(long nanos, Instant now) {
    var read = store.read();
    if (read.isEmpty()) {
      var record = new LeaseRecord(identity, duration, now, now, 0);
      return outcome(store.create(record), record, nanos);
    }
    var there = read.get().record();
    if (!Optional.of(there).equals(seen)) {
      see(there, nanos);
    }
    boolean over = nanos - seenAt >= there.duration().toNanos();
    if (!there.isHeldBy(identity) && !there.isFree() && !over) {
      return new Outcome.HeldBy(there.holder());
    }
    var record = there.heldBy(identity, duration, now);
    return outcome(store.replace(read.get(), record), record, nanos);
  }

  private Outcome outcome(boolean written, LeaseRecord record, long nanos) {
    if (!written) {
      return new Outcome.Contended();
    }
    see(record, nanos);
    return new Outcome.Held();
  }

  private void see(LeaseRecord record, long nanos) {
    seen = Optional.of(record);
    seenAt = nanos;
  }

  /**
   * Gives the Lease up if it is ours, also if a renewal of ours that was on its way comes between.
   * Blocks as {@link #attempt}.
   */
  void release(Instant now) {
    for (int i = 0; i < RELEASES; i++) {
      var read = store.read().filter(held -> held.record().isHeldBy(identity));
      if (read.isEmpty() || store.replace(read.get(), read.get().record().released(now))) {
        return;
      }
    }
  }
}

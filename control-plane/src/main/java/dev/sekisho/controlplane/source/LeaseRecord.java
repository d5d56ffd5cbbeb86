package dev.sekisho.controlplane.source;

import java.time.Duration;
import java.time.Instant;

/**
 * What a Lease says.
 *
 * @param holder empty: nobody's
 * @param duration how long after it was seen to change the last time it stays its holder's
 * @param acquired since when the holder has it
 * @param renewed by the holder's clock; only a change of it means something to others
 * @param transitions how often it went to another holder
 */
record LeaseRecord(
    String holder, Duration duration, Instant acquired, Instant renewed, int transitions) {

  boolean isHeldBy(String identity) {
    return holder.equals(identity);
  }

  boolean isFree() {
    return holder.isEmpty();
  }

  /** As the candidate writes it to have it, or to have it longer. */
  LeaseRecord heldBy(String identity, Duration duration, Instant now) {
    return isHeldBy(identity)
        ? new LeaseRecord(identity, duration, acquired, now, transitions)
        : new LeaseRecord(identity, duration, now, now, transitions + 1);
  }

  /** As its holder leaves it, so that others needn't wait. */
  LeaseRecord released(Instant now) {
    return new LeaseRecord("", Duration.ofSeconds(1), acquired, now, transitions);
  }
}

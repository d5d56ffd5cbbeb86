package dev.sekisho.certs;

import java.time.Instant;

/** What to do with a {@link RootState}. */
public sealed interface RootDecision {

  /**
   * Leave it, and ask again at a time.
   *
   * @param until later than now
   */
  record Keep(Instant until) implements RootDecision {}

  /** Make the next root, and have it trusted. */
  record Stage() implements RootDecision {}

  /** Sign with the next root. */
  record Activate() implements RootDecision {}

  /** Trust no longer the roots whose certificates have all ended. */
  record Retire() implements RootDecision {}
}

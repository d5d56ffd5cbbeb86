package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Violation;
import java.util.List;

/** What the ledger says of an object: it is routed as a whole or withheld as a whole. */
public sealed interface ClaimVerdict {

  /** All claims are granted. */
  record Granted() implements ClaimVerdict {
    /** One for all: most objects have it. */
    static final Granted VERDICT = new Granted();
  }

  /** A policy that denies forbids some claim of the object. */
  record NotAllowed(List<Violation> violations) implements ClaimVerdict {
    public NotAllowed {
      violations = List.copyOf(violations);
    }
  }

  /**
   * An older object of another owner was granted an overlapping host.
   *
   * @param claim the first claim of the object that overlaps
   * @param with the granted claim in its way
   */
  record Conflict(HostClaim claim, HostClaim with) implements ClaimVerdict {}

  default boolean isGranted() {
    return this instanceof Granted;
  }
}

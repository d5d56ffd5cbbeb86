package dev.sekisho.policies.hosts;

import org.jspecify.annotations.Nullable;

/** An object in the ledger with its verdict, which is absent until it is settled. */
final class LedgerEntry {

  /** Another one only ever claims the same. */
  ClaimingObject object;

  @Nullable ClaimVerdict verdict;

  /** The first of its claims in the trees, once they are there. */
  @Nullable Placed placed;

  LedgerEntry(ClaimingObject object) {
    this.object = object;
  }

  boolean isGranted() {
    return verdict != null && verdict.isGranted();
  }
}

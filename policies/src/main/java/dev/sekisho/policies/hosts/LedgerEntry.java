package dev.sekisho.policies.hosts;

import org.jspecify.annotations.Nullable;

/** An object in the ledger with its verdict, which is absent until it is settled. */
final class LedgerEntry {

  final ClaimingObject object;
  @Nullable ClaimVerdict verdict;

  LedgerEntry(ClaimingObject object) {
    this.object = object;
  }

  boolean isGranted() {
    return verdict != null && verdict.isGranted();
  }
}

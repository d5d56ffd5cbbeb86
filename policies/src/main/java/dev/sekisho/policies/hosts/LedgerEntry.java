package dev.sekisho.policies.hosts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object in the ledger with its verdict, which is absent until it is settled. */
final class LedgerEntry {

  final ClaimingObject object;
  @Nullable ClaimVerdict verdict;

  /** Its claims in the trees, once they are there. */
  List<Placed> placed = List.of();

  LedgerEntry(ClaimingObject object) {
    this.object = object;
  }

  boolean isGranted() {
    return verdict != null && verdict.isGranted();
  }
}

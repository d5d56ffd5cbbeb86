package dev.sekisho.policies.hosts;

import org.jspecify.annotations.Nullable;

/** A claim of the ledger in its place in the tree. Its rank changes with its object's verdict. */
final class Placed implements Contestant<Placed> {

  final LedgerEntry entry;
  final HostClaim claim;

  /** Another claim of its object. */
  final @Nullable Placed next;

  /** Where it stands, once it does. */
  @Nullable ClaimNode node;

  private int slot;

  Placed(LedgerEntry entry, HostClaim claim, @Nullable Placed next) {
    this.entry = entry;
    this.claim = claim;
    this.next = next;
  }

  String owner() {
    return entry.object.owner();
  }

  /** By the age of the object, then by field path and pattern, so that answers are always equal. */
  boolean before(Placed other) {
    int byAge = ClaimingObject.BY_AGE.compare(entry.object, other.entry.object);
    if (byAge == 0) {
      byAge = claim.fieldPath().compareTo(other.claim.fieldPath());
    }
    return (byAge == 0 ? claim.pattern().compareTo(other.claim.pattern()) : byAge) < 0;
  }

  @Override
  public Rank rank() {
    return Rank.of(this);
  }

  @Override
  public Placed self() {
    return this;
  }

  @Override
  public int slot() {
    return slot;
  }

  @Override
  public void slot(int assigned) {
    slot = assigned;
  }
}

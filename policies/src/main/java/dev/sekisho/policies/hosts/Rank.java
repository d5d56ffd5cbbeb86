package dev.sekisho.policies.hosts;

import dev.sekisho.policies.objects.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a set that can decide a question: whoever asks, the oldest granted claim that isn't
 * his own is one of three. Ranks of two sets merge into that of their union.
 *
 * @param oldest of the granted claims
 * @param ofOtherOwner the oldest granted claim of another owner than that of {@code oldest}
 * @param ofOtherObject the oldest granted claim of another object than that of {@code oldest}
 * @param youngest of all claims
 * @param youngestOfOther the youngest claim of another owner than that of {@code youngest}
 */
record Rank(
    @Nullable Placed oldest,
    @Nullable Placed ofOtherOwner,
    @Nullable Placed ofOtherObject,
    @Nullable Placed youngest,
    @Nullable Placed youngestOfOther) {

  static final Rank NONE = new Rank(null, null, null, null, null);

  static Rank of(Placed claim) {
    return new Rank(claim.entry.isGranted() ? claim : null, null, null, claim, null);
  }

  /** Whether there is no claim. */
  boolean isNone() {
    return youngest == null;
  }

  Rank merge(Rank other) {
    if (isNone()) {
      return other;
    }
    if (other.isNone()) {
      return this;
    }
    boolean mine = isOlder(oldest, other.oldest);
    var first = mine ? this : other;
    var second = mine ? other : this;
    boolean youngestIsMine = isOlder(other.youngest, youngest);
    var last = youngestIsMine ? this : other;
    var beforeLast = youngestIsMine ? other : this;
    return new Rank(
        first.oldest,
        first.oldest == null
            ? null
            : older(first.ofOtherOwner, second.oldestExceptOwner(first.oldest.owner())),
        first.oldest == null
            ? null
            : older(first.ofOtherObject, second.oldestExceptObject(first.oldest.entry)),
        last.youngest,
        last.youngest == null
            ? null
            : younger(last.youngestOfOther, beforeLast.youngestExcept(last.youngest.owner())));
  }

  /** Whether it is of the same claims; as a record it would look into them. */
  boolean same(Rank other) {
    return oldest == other.oldest
        && ofOtherOwner == other.ofOtherOwner
        && ofOtherObject == other.ofOtherObject
        && youngest == other.youngest
        && youngestOfOther == other.youngestOfOther;
  }

  /** The oldest granted claim of another owner. */
  @Nullable Placed oldestExceptOwner(String owner) {
    return oldest == null || !oldest.owner().equals(owner) ? oldest : ofOtherOwner;
  }

  private @Nullable Placed oldestExceptObject(LedgerEntry entry) {
    return oldest == null || oldest.entry != entry ? oldest : ofOtherObject;
  }

  /** The oldest granted claim of another object, of whatever owner. */
  @Nullable Placed oldestExceptObject(ObjectKey key) {
    return oldest == null || !oldest.entry.object.key().equals(key) ? oldest : ofOtherObject;
  }

  private @Nullable Placed youngestExcept(String owner) {
    return youngest == null || !youngest.owner().equals(owner) ? youngest : youngestOfOther;
  }

  /** Whether there is a claim of another owner that is younger than {@code object}. */
  boolean hasRivalOf(ClaimingObject object) {
    var youngestRival = youngestExcept(object.owner());
    return youngestRival != null && object.olderThan(youngestRival.entry.object);
  }

  static @Nullable Placed older(@Nullable Placed one, @Nullable Placed other) {
    return isOlder(one, other) ? one : other;
  }

  private static @Nullable Placed younger(@Nullable Placed one, @Nullable Placed other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.before(other) ? other : one;
  }

  /** None is younger than any. */
  private static boolean isOlder(@Nullable Placed one, @Nullable Placed other) {
    return other == null || (one != null && one.before(other));
  }
}

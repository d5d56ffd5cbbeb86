package dev.sekisho.policies.hosts;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A suffix of host names, with the claims on it and, below it, the names that end in it. */
final class ClaimNode implements Contestant<ClaimNode> {

  final @Nullable ClaimNode parent;
  final String suffix;

  // Most nodes are hosts with one claim: what they don't need isn't there.
  private @Nullable Group<ClaimNode> below;
  private @Nullable Group<Placed> exact;
  private @Nullable Group<Placed> wildcard;
  private int slot;

  /** Takes part in its parent only once a claim is added to it. */
  ClaimNode(@Nullable ClaimNode parent, String suffix) {
    this.parent = parent;
    this.suffix = suffix;
  }

  boolean isEmpty() {
    return below == null && exact == null && wildcard == null;
  }

  @Override
  public Rank rank() {
    return rankOf(exact).merge(rankOf(wildcard)).merge(rankOf(below));
  }

  /** Of the claims to this very name, or to all names that end in it. */
  Rank rankAt(boolean ofWildcards) {
    return rankOf(ofWildcards ? wildcard : exact);
  }

  /** Of all claims to names that end in this one. */
  Rank rankBelow() {
    return rankOf(below);
  }

  private static Rank rankOf(@Nullable Group<?> group) {
    return group == null ? Rank.NONE : group.rank();
  }

  void visitAt(boolean wildcards, Predicate<Rank> worth, Consumer<Placed> visitor) {
    var claims = wildcards ? wildcard : exact;
    if (claims != null) {
      claims.visit(worth, visitor);
    }
  }

  void visitBelow(Predicate<Rank> worth, Consumer<Placed> visitor) {
    if (below != null) {
      below.visit(
          worth,
          child -> {
            child.visitAt(false, worth, visitor);
            child.visitAt(true, worth, visitor);
            child.visitBelow(worth, visitor);
          });
    }
  }

  void add(Placed placed) {
    boolean isNew = isEmpty();
    if (placed.claim.pattern().isWildcard()) {
      wildcard = with(wildcard, placed);
    } else {
      exact = with(exact, placed);
    }
    placed.node = this;
    tellParent(isNew);
  }

  void remove(Placed placed) {
    if (placed.claim.pattern().isWildcard()) {
      wildcard = without(wildcard, placed);
    } else {
      exact = without(exact, placed);
    }
    placed.node = null;
    tellParent(false);
  }

  void changed(Placed placed) {
    var claims = placed.claim.pattern().isWildcard() ? wildcard : exact;
    if (claims != null && claims.changed(placed)) {
      tellParent(false);
    }
  }

  private static <C extends Contestant<C>> Group<C> with(@Nullable Group<C> group, C member) {
    return group == null ? member : group.with(member);
  }

  private static <C extends Contestant<C>> @Nullable Group<C> without(
      @Nullable Group<C> group, C member) {
    return group == null ? null : group.without(member);
  }

  private void tellParent(boolean isNew) {
    if (parent != null) {
      parent.childChanged(this, isNew);
    }
  }

  private void childChanged(ClaimNode child, boolean isNew) {
    boolean wasEmpty = isEmpty();
    boolean mayDiffer = true;
    if (isNew) {
      below = with(below, child);
    } else if (child.isEmpty()) {
      below = without(below, child);
    } else {
      mayDiffer = below != null && below.changed(child);
    }
    if (mayDiffer) {
      tellParent(wasEmpty);
    }
  }

  @Override
  public ClaimNode self() {
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

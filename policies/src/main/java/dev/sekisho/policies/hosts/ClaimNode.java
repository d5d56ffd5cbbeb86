package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A suffix of host names, with the claims on it and, below it, the names that end in it. */
final class ClaimNode implements Contestant {

  private final @Nullable ClaimNode parent;
  private final String label;

  // Most nodes are hosts with one claim: what they don't need isn't there.
  private @Nullable Map<String, ClaimNode> children;
  private @Nullable Tournament<ClaimNode> below;
  private @Nullable Tournament<Placed> exact;
  private @Nullable Tournament<Placed> wildcard;
  private int slot;

  ClaimNode(@Nullable ClaimNode parent, String label) {
    this.parent = parent;
    this.label = label;
  }

  @Nullable ClaimNode child(String name) {
    return children == null ? null : children.get(name);
  }

  /** The child of that name; a new one takes part only once a claim is added to it. */
  ClaimNode childOrNew(String name) {
    var found = child(name);
    return found == null ? new ClaimNode(this, name) : found;
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

  private static Rank rankOf(@Nullable Tournament<?> tournament) {
    return tournament == null ? Rank.NONE : tournament.rank();
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
    var before = rank();
    boolean wasEmpty = isEmpty();
    HostPattern pattern = placed.claim.pattern();
    if (pattern.isWildcard()) {
      wildcard = wildcard == null ? new Tournament<>() : wildcard;
      wildcard.add(placed);
    } else {
      exact = exact == null ? new Tournament<>() : exact;
      exact.add(placed);
    }
    placed.node = this;
    tellParent(before, wasEmpty);
  }

  void remove(Placed placed) {
    var before = rank();
    if (placed.claim.pattern().isWildcard()) {
      wildcard = without(wildcard, placed);
    } else {
      exact = without(exact, placed);
    }
    placed.node = null;
    tellParent(before, false);
  }

  void changed(Placed placed) {
    var before = rank();
    var claims = placed.claim.pattern().isWildcard() ? wildcard : exact;
    if (claims != null) {
      claims.changed(placed);
    }
    tellParent(before, false);
  }

  private static <C extends Contestant> @Nullable Tournament<C> without(
      @Nullable Tournament<C> tournament, C member) {
    if (tournament == null) {
      return null;
    }
    tournament.remove(member);
    return tournament.isEmpty() ? null : tournament;
  }

  private void tellParent(Rank before, boolean isNew) {
    if (parent == null) {
      return;
    }
    if (isNew) {
      parent.childCame(this);
    } else if (isEmpty()) {
      parent.childWent(this);
    } else if (!rank().same(before)) {
      parent.childChanged(this);
    }
  }

  private void childCame(ClaimNode child) {
    var before = rank();
    boolean wasEmpty = isEmpty();
    children = children == null ? new HashMap<>(4) : children;
    below = below == null ? new Tournament<>() : below;
    children.put(child.label, child);
    below.add(child);
    tellParent(before, wasEmpty);
  }

  private void childWent(ClaimNode child) {
    var before = rank();
    below = without(below, child);
    if (children != null) {
      children.remove(child.label);
      children = children.isEmpty() ? null : children;
    }
    tellParent(before, false);
  }

  private void childChanged(ClaimNode child) {
    var before = rank();
    if (below != null) {
      below.changed(child);
    }
    tellParent(before, false);
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

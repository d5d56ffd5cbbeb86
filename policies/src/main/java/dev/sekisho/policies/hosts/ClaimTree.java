package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The claims on one exposure in a tree of host labels, the rightmost label first. Whose claim is
 * oldest among those that overlap a pattern is known after one node for each label of it, however
 * many claims there are, also for wildcards.
 */
final class ClaimTree {

  private final ClaimNode root = new ClaimNode(null, "");

  /** All nodes but the root, by suffix: one map is smaller than one for each node. */
  private final Map<String, ClaimNode> nodes = new HashMap<>();

  private long visits;

  void add(Placed placed) {
    var node = root;
    for (String suffix : placed.claim.pattern().suffixes()) {
      var parent = node;
      node = nodes.computeIfAbsent(suffix, name -> new ClaimNode(parent, name));
    }
    node.add(placed);
  }

  void remove(Placed placed) {
    @Nullable ClaimNode node = placed.node;
    if (node != null) {
      node.remove(placed);
    }
    for (; node != null && node.isEmpty(); node = node.parent) {
      nodes.remove(node.suffix);
    }
  }

  /** The verdict of its object is another now. */
  void changed(Placed placed) {
    if (placed.node != null) {
      placed.node.changed(placed);
    }
  }

  boolean isEmpty() {
    return root.isEmpty();
  }

  /** How many nodes were looked at since the beginning. */
  long visits() {
    return visits;
  }

  /** The oldest granted claim of another owner that overlaps {@code pattern}. */
  @Nullable Placed oldestExceptOwner(HostPattern pattern, String owner) {
    return oldest(pattern, rank -> rank.oldestExceptOwner(owner));
  }

  /** The oldest granted claim of another object that overlaps {@code pattern}. */
  @Nullable Placed oldestExceptObject(HostPattern pattern, ObjectKey object) {
    return oldest(pattern, rank -> rank.oldestExceptObject(object));
  }

  private @Nullable Placed oldest(
      HostPattern pattern, Function<Rank, @Nullable Placed> candidateOf) {
    @Nullable Placed oldest = null;
    @Nullable ClaimNode node = root;
    visits++;
    for (String suffix : pattern.suffixes()) {
      oldest = Rank.older(oldest, candidateOf.apply(node.rankAt(true)));
      node = nodes.get(suffix);
      if (node == null) {
        return oldest;
      }
      visits++;
    }
    oldest = Rank.older(oldest, candidateOf.apply(node.rankAt(pattern.isWildcard())));
    return pattern.isWildcard() ? Rank.older(oldest, candidateOf.apply(node.rankBelow())) : oldest;
  }

  /** Visits the younger claims of other owners that overlap those of {@code object} here. */
  void visitRivals(ClaimingObject object, HostPattern pattern, Consumer<Placed> visitor) {
    visitOverlapping(pattern, rank -> rank.hasRivalOf(object), visitor);
  }

  /** Visits the granted claims that overlap {@code pattern}. */
  void visitGranted(HostPattern pattern, Consumer<Placed> visitor) {
    visitOverlapping(pattern, rank -> rank.oldest() != null, visitor);
  }

  private void visitOverlapping(
      HostPattern pattern, Predicate<Rank> worth, Consumer<Placed> visitor) {
    Predicate<Rank> counted =
        rank -> {
          visits++;
          return worth.test(rank);
        };
    @Nullable ClaimNode node = root;
    for (String suffix : pattern.suffixes()) {
      node.visitAt(true, counted, visitor);
      node = nodes.get(suffix);
      if (node == null) {
        return;
      }
    }
    node.visitAt(pattern.isWildcard(), counted, visitor);
    if (pattern.isWildcard()) {
      node.visitBelow(counted, visitor);
    }
  }
}

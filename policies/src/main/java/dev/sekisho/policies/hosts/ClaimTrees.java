package dev.sekisho.policies.hosts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tree of claims for each exposure that has any. */
final class ClaimTrees {

  private final Map<Exposure, ClaimTree> trees = new HashMap<>();
  private long visitsOfEmptied;

  Optional<ClaimTree> on(Exposure exposure) {
    return Optional.ofNullable(trees.get(exposure));
  }

  /** Puts all claims of the object in their places, by the verdict that it has. */
  void add(LedgerEntry entry) {
    var foremost = new HashMap<Place, HostClaim>();
    for (HostClaim claim : entry.object.claims()) {
      var place = Place.of(claim);
      if (!says(foremost.get(place), claim)) {
        foremost.put(place, claim);
        entry.placed = new Placed(entry, claim, entry.placed);
        trees.computeIfAbsent(claim.exposure(), e -> new ClaimTree()).add(entry.placed);
      }
    }
  }

  /** Whether nobody ever finds {@code claim} who doesn't find this one of its object first. */
  private static boolean says(@Nullable HostClaim other, HostClaim claim) {
    return other != null
        && other.fieldPath().compareTo(claim.fieldPath()) <= 0
        && other.paths().containsAll(claim.paths());
  }

  void remove(LedgerEntry entry) {
    for (var placed = entry.placed; placed != null; placed = placed.next) {
      remove(placed);
    }
    entry.placed = null;
  }

  private void remove(Placed placed) {
    var tree = trees.get(placed.claim.exposure());
    if (tree != null) {
      tree.remove(placed);
      if (tree.isEmpty()) {
        visitsOfEmptied += tree.visits();
        trees.remove(placed.claim.exposure());
      }
    }
  }

  /** The verdict of the object is another now. */
  void changed(LedgerEntry entry) {
    for (var placed = entry.placed; placed != null; placed = placed.next) {
      var tree = trees.get(placed.claim.exposure());
      if (tree != null) {
        tree.changed(placed);
      }
    }
  }

  /** How many nodes were looked at since the beginning. */
  long visits() {
    return visitsOfEmptied + trees.values().stream().mapToLong(ClaimTree::visits).sum();
  }
}

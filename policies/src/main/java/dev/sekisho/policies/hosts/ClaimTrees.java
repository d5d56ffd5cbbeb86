package dev.sekisho.policies.hosts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A tree of claims for each exposure that has any. */
final class ClaimTrees {

  private final Map<Exposure, ClaimTree> trees = new HashMap<>();
  private long visitsOfEmptied;

  Optional<ClaimTree> on(Exposure exposure) {
    return Optional.ofNullable(trees.get(exposure));
  }

  /** Puts all claims of the object in their places, by the verdict that it has. */
  void add(LedgerEntry entry) {
    entry.placed = entry.object.claims().stream().map(c -> new Placed(entry, c)).toList();
    for (Placed placed : entry.placed) {
      trees.computeIfAbsent(placed.claim.exposure(), e -> new ClaimTree()).add(placed);
    }
  }

  void remove(LedgerEntry entry) {
    for (Placed placed : entry.placed) {
      trees.computeIfPresent(
          placed.claim.exposure(),
          (exposure, tree) -> {
            tree.remove(placed);
            if (!tree.isEmpty()) {
              return tree;
            }
            visitsOfEmptied += tree.visits();
            return null;
          });
    }
  }

  /** The verdict of the object is another now. */
  void changed(LedgerEntry entry) {
    for (Placed placed : entry.placed) {
      on(placed.claim.exposure()).ifPresent(tree -> tree.changed(placed));
    }
  }

  /** How many nodes were looked at since the beginning. */
  long visits() {
    return visitsOfEmptied + trees.values().stream().mapToLong(ClaimTree::visits).sum();
  }
}

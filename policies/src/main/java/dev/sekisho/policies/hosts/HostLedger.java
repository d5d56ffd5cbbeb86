package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which object serves which host: on one exposure, a host has one owner. The oldest object
 * is decided first; it is granted its claims if the policies allow them and none overlaps a granted
 * claim of another owner, else it is withheld whole. Only granted claims block others.
 *
 * <p>The verdicts depend on the objects alone, not on the order in which they came, and an object
 * that was removed leaves no trace. A change costs as much as the overlapping claims that it
 * reaches.
 *
 * <p>Mutable and not thread-safe: it belongs to one thread.
 */
public final class HostLedger {

  private static final Comparator<LedgerEntry> BY_AGE =
      Comparator.comparing(entry -> entry.object, ClaimingObject.BY_AGE);

  private final Map<ObjectKey, LedgerEntry> entries = new HashMap<>();
  private final Map<Exposure, ClaimTree> trees = new HashMap<>();

  /**
   * Adds the object or replaces what it claimed before.
   *
   * @return the objects whose verdict changed, the new one among them
   */
  public Set<ObjectKey> put(ClaimingObject object) {
    var unsettled = new TreeSet<>(BY_AGE);
    var before = entries.get(object.key());
    if (before != null) {
      if (before.object.equals(object)) {
        return Set.of();
      }
      take(before, unsettled);
    }
    var entry = new LedgerEntry(object);
    entries.put(object.key(), entry);
    var tree = trees.computeIfAbsent(object.exposure(), e -> new ClaimTree());
    object.claims().forEach(claim -> tree.add(entry, claim));
    unsettled.add(entry);
    return settle(unsettled);
  }

  /**
   * Removes the object, if it is there.
   *
   * @return the objects whose verdict changed by that; the removed one is not among them
   */
  public Set<ObjectKey> remove(ObjectKey key) {
    var entry = entries.remove(key);
    if (entry == null) {
      return Set.of();
    }
    var unsettled = new TreeSet<>(BY_AGE);
    take(entry, unsettled);
    return settle(unsettled);
  }

  public Optional<ClaimVerdict> verdict(ObjectKey key) {
    return Optional.ofNullable(entries.get(key)).map(entry -> entry.verdict);
  }

  /** The oldest granted claim of another owner that overlaps {@code pattern} there. */
  public Optional<HostClaim> conflicting(Exposure exposure, HostPattern pattern, String owner) {
    return oldestGranted(exposure, pattern, placed -> !placed.entry().object.owner().equals(owner));
  }

  /**
   * The oldest granted claim of another object, of whatever owner, that overlaps {@code pattern}
   * there and fulfils {@code condition}.
   */
  Optional<HostClaim> occupied(
      Exposure exposure, HostPattern pattern, ObjectKey asking, Predicate<HostClaim> condition) {
    return oldestGranted(
        exposure,
        pattern,
        placed -> !placed.entry().object.key().equals(asking) && condition.test(placed.claim()));
  }

  /** All objects, each with its verdict, in no order. */
  public Stream<Map.Entry<ClaimingObject, ClaimVerdict>> verdicts() {
    return entries.values().stream()
        .filter(entry -> entry.verdict != null)
        .map(entry -> Map.entry(entry.object, verdictOf(entry)));
  }

  private static ClaimVerdict verdictOf(LedgerEntry entry) {
    if (entry.verdict == null) {
      throw new IllegalStateException("unsettled: " + entry.object.key());
    }
    return entry.verdict;
  }

  private void take(LedgerEntry entry, Set<LedgerEntry> unsettled) {
    var tree = trees.get(entry.object.exposure());
    if (tree == null) {
      return;
    }
    entry.object.claims().forEach(claim -> tree.remove(entry, claim));
    if (entry.isGranted()) {
      addRivals(entry.object, tree, unsettled);
    }
    if (tree.isEmpty()) {
      trees.remove(entry.object.exposure());
    }
  }

  /** Younger objects of other owners whose claims overlap: those that a change here can reach. */
  private static void addRivals(ClaimingObject of, ClaimTree tree, Set<LedgerEntry> into) {
    for (HostClaim claim : of.claims()) {
      tree.overlapping(
          claim.pattern(),
          placed -> {
            var other = placed.entry().object;
            if (!other.owner().equals(of.owner()) && of.olderThan(other)) {
              into.add(placed.entry());
            }
          });
    }
  }

  /** Settles from the oldest on; each change can reach only younger ones, so each is seen once. */
  private Set<ObjectKey> settle(NavigableSet<LedgerEntry> unsettled) {
    var changed = new TreeSet<ObjectKey>();
    for (var entry = unsettled.pollFirst(); entry != null; entry = unsettled.pollFirst()) {
      var before = entry.verdict;
      boolean wasGranted = entry.isGranted();
      var verdict = decide(entry.object);
      if (verdict.equals(before)) {
        continue;
      }
      entry.verdict = verdict;
      changed.add(entry.object.key());
      var tree = trees.get(entry.object.exposure());
      if (tree != null && wasGranted != entry.isGranted()) {
        addRivals(entry.object, tree, unsettled);
      }
    }
    return changed;
  }

  private ClaimVerdict decide(ClaimingObject object) {
    if (!object.notAllowed().isEmpty()) {
      return new ClaimVerdict.NotAllowed(object.notAllowed());
    }
    for (HostClaim claim : object.claims()) {
      var inTheWay =
          oldestGranted(
              object.exposure(),
              claim.pattern(),
              placed ->
                  !placed.entry().object.owner().equals(object.owner())
                      && placed.entry().object.olderThan(object));
      if (inTheWay.isPresent()) {
        return new ClaimVerdict.Conflict(claim, inTheWay.get());
      }
    }
    return new ClaimVerdict.Granted();
  }

  private Optional<HostClaim> oldestGranted(
      Exposure exposure, HostPattern pattern, Predicate<ClaimTree.Placed> condition) {
    var tree = trees.get(exposure);
    if (tree == null) {
      return Optional.empty();
    }
    var oldest = new Oldest();
    tree.overlapping(
        pattern,
        placed -> {
          if (placed.entry().isGranted() && condition.test(placed)) {
            oldest.offer(placed);
          }
        });
    return Optional.ofNullable(oldest.found).map(ClaimTree.Placed::claim);
  }

  private static final class Oldest {
    private ClaimTree.@Nullable Placed found;

    /**
     * Among claims of one object the first by field path, so that the answer is always the same.
     */
    void offer(ClaimTree.Placed placed) {
      if (found == null || compare(placed, found) < 0) {
        found = placed;
      }
    }

    private static int compare(ClaimTree.Placed a, ClaimTree.Placed b) {
      int byAge = BY_AGE.compare(a.entry(), b.entry());
      return byAge != 0 ? byAge : a.claim().fieldPath().compareTo(b.claim().fieldPath());
    }
  }
}

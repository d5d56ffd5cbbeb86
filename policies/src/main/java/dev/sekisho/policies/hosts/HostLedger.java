package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides which object serves which host: on one exposure, a host has one owner. The oldest object
 * is decided first; it is granted its claims, on whatever exposures, if the policies allow them and
 * none overlaps a granted claim of another owner, else it is withheld whole. Only granted claims
 * block others.
 *
 * <p>The verdicts depend on the objects alone, not on the order in which they came, and an object
 * that was removed leaves no trace. A question costs as much as the pattern has labels; a change
 * costs as much as the younger overlapping claims of other owners that it reaches.
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
    return Optional.ofNullable(trees.get(exposure))
        .map(tree -> tree.oldestExceptOwner(pattern, owner))
        .map(placed -> placed.claim);
  }

  /** The oldest granted claim of another object, of whatever owner, that overlaps there. */
  Optional<HostClaim> occupied(Exposure exposure, HostPattern pattern, ObjectKey asking) {
    return Optional.ofNullable(trees.get(exposure))
        .map(tree -> tree.oldestExceptObject(pattern, asking))
        .map(placed -> placed.claim);
  }

  /**
   * The same of those that fulfil {@code condition}. Costs as much as the granted claims that
   * overlap.
   */
  Optional<HostClaim> occupied(
      Exposure exposure, HostPattern pattern, ObjectKey asking, Predicate<HostClaim> condition) {
    var found = new ArrayList<Placed>();
    var tree = trees.get(exposure);
    if (tree != null) {
      tree.visitGranted(
          pattern,
          placed -> {
            if (!placed.entry.object.key().equals(asking) && condition.test(placed.claim)) {
              found.add(placed);
            }
          });
    }
    return found.stream().reduce((a, b) -> a.before(b) ? a : b).map(placed -> placed.claim);
  }

  /** All objects, each with its verdict, in no order. */
  public Stream<Map.Entry<ClaimingObject, ClaimVerdict>> verdicts() {
    return entries.values().stream()
        .filter(entry -> entry.verdict != null)
        .map(entry -> Map.entry(entry.object, verdictOf(entry)));
  }

  /** How many nodes of the trees were looked at since the beginning: what questions cost. */
  long visits() {
    return trees.values().stream().mapToLong(ClaimTree::visits).sum();
  }

  private static ClaimVerdict verdictOf(LedgerEntry entry) {
    if (entry.verdict == null) {
      throw new IllegalStateException("unsettled: " + entry.object.key());
    }
    return entry.verdict;
  }

  private void place(LedgerEntry entry) {
    entry.placed = entry.object.claims().stream().map(c -> new Placed(entry, c)).toList();
    for (Placed placed : entry.placed) {
      trees.computeIfAbsent(placed.claim.exposure(), e -> new ClaimTree()).add(placed);
    }
  }

  private void take(LedgerEntry entry, Set<LedgerEntry> unsettled) {
    if (entry.isGranted()) {
      addRivals(entry.object, unsettled);
    }
    for (Placed placed : entry.placed) {
      var exposure = placed.claim.exposure();
      var tree = trees.get(exposure);
      if (tree != null) {
        tree.remove(placed);
        if (tree.isEmpty()) {
          trees.remove(exposure);
        }
      }
    }
  }

  /** Younger objects of other owners whose claims overlap: those that a change here can reach. */
  private void addRivals(ClaimingObject of, Set<LedgerEntry> into) {
    for (HostClaim claim : of.claims()) {
      var tree = trees.get(claim.exposure());
      if (tree != null) {
        tree.visitRivals(of, claim.pattern(), placed -> into.add(placed.entry));
      }
    }
  }

  /**
   * Settles from the oldest on; each change can reach only younger ones, so each is seen once. A
   * new one takes its place when it is its turn.
   */
  private Set<ObjectKey> settle(NavigableSet<LedgerEntry> unsettled) {
    var changed = new TreeSet<ObjectKey>();
    for (var entry = unsettled.pollFirst(); entry != null; entry = unsettled.pollFirst()) {
      boolean isNew = entry.verdict == null;
      boolean wasGranted = entry.isGranted();
      var verdict = decide(entry.object);
      if (verdict.equals(entry.verdict)) {
        continue;
      }
      entry.verdict = verdict;
      changed.add(entry.object.key());
      boolean turned = wasGranted != entry.isGranted();
      if (isNew) {
        place(entry);
      } else if (turned) {
        rank(entry);
      }
      if (turned) {
        addRivals(entry.object, unsettled);
      }
    }
    return changed;
  }

  private void rank(LedgerEntry entry) {
    for (Placed placed : entry.placed) {
      var tree = trees.get(placed.claim.exposure());
      if (tree != null) {
        tree.changed(placed);
      }
    }
  }

  private ClaimVerdict decide(ClaimingObject object) {
    if (!object.notAllowed().isEmpty()) {
      return new ClaimVerdict.NotAllowed(object.notAllowed());
    }
    for (HostClaim claim : object.claims()) {
      var inTheWay = olderInTheWay(object, claim);
      if (inTheWay.isPresent()) {
        return new ClaimVerdict.Conflict(claim, inTheWay.get());
      }
    }
    return new ClaimVerdict.Granted();
  }

  /** The oldest of all in the way is the one that counts: if it isn't older, none is. */
  private Optional<HostClaim> olderInTheWay(ClaimingObject object, HostClaim claim) {
    return Optional.ofNullable(trees.get(claim.exposure()))
        .map(tree -> tree.oldestExceptOwner(claim.pattern(), object.owner()))
        .filter(placed -> placed.entry.object.olderThan(object))
        .map(placed -> placed.claim);
  }
}

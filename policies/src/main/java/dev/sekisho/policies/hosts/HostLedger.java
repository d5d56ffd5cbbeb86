package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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

  private final Map<String, Map<ObjectKey, LedgerEntry>> byNamespace = new HashMap<>();
  private final ClaimTrees trees = new ClaimTrees();
  private final Reservations reservations = new Reservations();
  private VerdictCounts counts = VerdictCounts.NONE;

  /**
   * Adds the object or replaces what it claimed before.
   *
   * @return the objects whose verdict changed; one that asks for something else is among them
   */
  public Set<ObjectKey> put(ClaimingObject object) {
    reservations.arrived(object);
    var unsettled = new TreeSet<>(BY_AGE);
    var before = entry(object.key());
    if (before != null && before.object.equals(object)) {
      return Set.of();
    }
    if (before != null && before.object.request().equals(object.request())) {
      before.object = object; // it stays in its places: only policies are others
      unsettled.add(before);
      return settle(unsettled);
    }
    if (before != null) {
      take(before, unsettled);
    }
    var entry = new LedgerEntry(object);
    byNamespace
        .computeIfAbsent(object.key().namespace(), namespace -> new HashMap<>())
        .put(object.key(), entry);
    unsettled.add(entry);
    return settle(unsettled);
  }

  /**
   * Removes the object, if it is there.
   *
   * @return the objects whose verdict changed by that; the removed one is not among them
   */
  public Set<ObjectKey> remove(ObjectKey key) {
    var entry = entry(key);
    if (entry == null) {
      return Set.of();
    }
    byNamespace.computeIfPresent(
        key.namespace(),
        (namespace, entries) -> {
          entries.remove(key);
          return entries.isEmpty() ? null : entries;
        });
    var unsettled = new TreeSet<>(BY_AGE);
    take(entry, unsettled);
    return settle(unsettled);
  }

  public Optional<ClaimVerdict> verdict(ObjectKey key) {
    return Optional.ofNullable(entry(key)).map(entry -> entry.verdict);
  }

  /** The object with its verdict. */
  public Optional<Map.Entry<ClaimingObject, ClaimVerdict>> decided(ObjectKey key) {
    return Optional.ofNullable(entry(key)).map(entry -> Map.entry(entry.object, verdictOf(entry)));
  }

  /** The object as it was put. */
  public Optional<ClaimingObject> object(ObjectKey key) {
    return Optional.ofNullable(entry(key)).map(entry -> entry.object);
  }

  private @Nullable LedgerEntry entry(ObjectKey key) {
    return byNamespace.getOrDefault(key.namespace(), Map.of()).get(key);
  }

  /** The namespaces that have any object; not to be used after the next change. */
  public Set<String> namespaces() {
    return Collections.unmodifiableSet(byNamespace.keySet());
  }

  /** The objects of a namespace as they are now, in no order. */
  public List<ClaimingObject> in(String namespace) {
    return byNamespace.getOrDefault(namespace, Map.of()).values().stream()
        .map(entry -> entry.object)
        .toList();
  }

  /** How many objects have which verdict. */
  public VerdictCounts counts() {
    return counts;
  }

  /**
   * The oldest granted claim of another owner that overlaps {@code pattern} there; where there is
   * none, one that is reserved.
   */
  public Optional<HostClaim> conflicting(Exposure exposure, HostPattern pattern, String owner) {
    return trees
        .on(exposure)
        .map(tree -> tree.oldestExceptOwner(pattern, owner))
        .map(placed -> placed.claim)
        .or(() -> reservations.conflicting(exposure, pattern, owner));
  }

  /**
   * Holds the claims of an object that admission has let through, if they would be granted, until
   * it is put here in that state, or until {@code until}. That keeps others from being let through,
   * and has no say in verdicts.
   *
   * @param until not before that of any earlier call
   */
  public void reserve(ClaimingObject object, Instant until) {
    boolean free =
        object.claims().stream()
            .allMatch(c -> conflicting(c.exposure(), c.pattern(), object.owner()).isEmpty());
    if (free && object.notAllowed().isEmpty() && !object.claims().isEmpty()) {
      reservations.hold(object, until);
    }
  }

  /** Ends the reservations whose time is over. */
  public void expire(Instant now) {
    reservations.expire(now);
  }

  /** The oldest granted claim of another object, of whatever owner, that overlaps there. */
  Optional<HostClaim> occupied(Exposure exposure, HostPattern pattern, ObjectKey asking) {
    return trees
        .on(exposure)
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
    trees
        .on(exposure)
        .ifPresent(
            tree ->
                tree.visitGranted(
                    pattern,
                    placed -> {
                      if (!placed.entry.object.key().equals(asking)
                          && condition.test(placed.claim)) {
                        found.add(placed);
                      }
                    }));
    return found.stream().reduce((a, b) -> a.before(b) ? a : b).map(placed -> placed.claim);
  }

  /** All objects, each with its verdict, in no order. */
  public Stream<Map.Entry<ClaimingObject, ClaimVerdict>> verdicts() {
    return byNamespace.values().stream()
        .flatMap(entries -> entries.values().stream())
        .filter(entry -> entry.verdict != null)
        .map(entry -> Map.entry(entry.object, verdictOf(entry)));
  }

  /** How many nodes of the trees were looked at since the beginning: what questions cost. */
  long visits() {
    return trees.visits();
  }

  private static ClaimVerdict verdictOf(LedgerEntry entry) {
    if (entry.verdict == null) {
      throw new IllegalStateException("unsettled: " + entry.object.key());
    }
    return entry.verdict;
  }

  private void take(LedgerEntry entry, Set<LedgerEntry> unsettled) {
    if (entry.isGranted()) {
      addRivals(entry.object, unsettled);
    }
    trees.remove(entry);
    counts = counts.plus(verdictOf(entry), -1);
  }

  /** Younger objects of other owners whose claims overlap: those that a change here can reach. */
  private void addRivals(ClaimingObject of, Set<LedgerEntry> into) {
    for (HostClaim claim : of.claims()) {
      trees
          .on(claim.exposure())
          .ifPresent(
              tree -> tree.visitRivals(of, claim.pattern(), placed -> into.add(placed.entry)));
    }
  }

  /**
   * Settles from the oldest on; each change can reach only younger ones, so each is seen once. A
   * new one takes its place when it is its turn.
   */
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
      counts = (before == null ? counts : counts.plus(before, -1)).plus(verdict, 1);
      changed.add(entry.object.key());
      boolean turned = wasGranted != entry.isGranted();
      if (before == null) {
        trees.add(entry);
      } else if (turned) {
        trees.changed(entry);
      }
      if (turned) {
        addRivals(entry.object, unsettled);
      }
    }
    return changed;
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
    return ClaimVerdict.Granted.VERDICT;
  }

  /** The oldest of all in the way is the one that counts: if it isn't older, none is. */
  private Optional<HostClaim> olderInTheWay(ClaimingObject object, HostClaim claim) {
    return trees
        .on(claim.exposure())
        .map(tree -> tree.oldestExceptOwner(claim.pattern(), object.owner()))
        .filter(placed -> placed.entry.object.olderThan(object))
        .map(placed -> placed.claim);
  }
}

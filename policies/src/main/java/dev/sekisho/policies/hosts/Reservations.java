package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Claims that admission has let through, until their objects are seen: between the two, somebody
 * else could be let through as well. They say nothing about routing. For one thread.
 */
final class Reservations {

  private final ClaimTrees trees = new ClaimTrees();

  /** In the order in which they end, since all are held for the same time. */
  private final Map<ObjectKey, Held> held = new LinkedHashMap<>();

  private long nameless;

  private record Held(LedgerEntry entry, Instant until) {}

  private record Place(Exposure exposure, HostPattern pattern) {
    static Set<Place> of(ClaimingObject object) {
      return object.claims().stream()
          .map(claim -> new Place(claim.exposure(), claim.pattern()))
          .collect(Collectors.toSet());
    }
  }

  /**
   * @param until not before that of any earlier call
   */
  void hold(ClaimingObject object, Instant until) {
    var entry = new LedgerEntry(object);
    entry.verdict = new ClaimVerdict.Granted();
    var key = idOf(object.key());
    release(key);
    trees.add(entry);
    held.put(key, new Held(entry, until));
  }

  /** Objects that have no name yet are several, though their keys are equal. */
  private ObjectKey idOf(ObjectKey key) {
    return key.name().isEmpty()
        ? new ObjectKey(key.kind(), key.namespace(), "\0" + nameless++)
        : key;
  }

  /** The object is there. An older state of it, that doesn't claim all this yet, ends nothing. */
  void arrived(ClaimingObject object) {
    var reservation = held.get(object.key());
    if (reservation != null && Place.of(object).containsAll(Place.of(reservation.entry().object))) {
      release(object.key());
    }
  }

  private void release(ObjectKey key) {
    var before = held.remove(key);
    if (before != null) {
      trees.remove(before.entry());
    }
  }

  /** Ends those whose time is over. */
  void expire(Instant now) {
    var all = held.values().iterator();
    while (all.hasNext()) {
      var next = all.next();
      if (next.until().isAfter(now)) {
        return;
      }
      all.remove();
      trees.remove(next.entry());
    }
  }

  /** The oldest reservation of another owner that overlaps. */
  Optional<HostClaim> conflicting(Exposure exposure, HostPattern pattern, String owner) {
    return trees
        .on(exposure)
        .map(tree -> tree.oldestExceptOwner(pattern, owner))
        .map(placed -> placed.claim);
  }
}

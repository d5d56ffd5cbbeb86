package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Claims that admission has let through, until their objects are seen: between the two, somebody
 * else could be let through as well. They say nothing about routing. For one thread.
 */
final class Reservations {

  /** In the order in which they end, since all are held for the same time. */
  private final Map<ObjectKey, Held> held = new LinkedHashMap<>();

  private final Map<Exposure, ReservedHosts> hosts = new HashMap<>();
  private long nameless;

  private record Held(List<HostClaim> claims, Instant until) {}

  /**
   * @param object none of whose claims is {@link #conflicting}
   * @param until not before that of any earlier call
   */
  void hold(ClaimingObject object, Instant until) {
    var key = idOf(object.key());
    release(key);
    var claims = essence(object.claims());
    held.put(key, new Held(claims, until));
    for (HostClaim claim : claims) {
      hosts.computeIfAbsent(claim.exposure(), ReservedHosts::new).add(claim);
    }
  }

  /** One claim of each host, with no more than answers need: there may be very many of them. */
  private List<HostClaim> essence(List<HostClaim> claims) {
    var byPlace = new LinkedHashMap<Place, HostClaim>();
    for (HostClaim claim : claims) {
      byPlace.computeIfAbsent(Place.of(claim), place -> essence(claim));
    }
    return List.copyOf(byPlace.values());
  }

  private HostClaim essence(HostClaim claim) {
    var known = hosts.get(claim.exposure());
    return new HostClaim(
        claim.object(),
        claim.owner(),
        known == null ? claim.exposure() : known.exposure(),
        claim.pattern(),
        claim.subject(),
        claim.fieldPath().intern(),
        Set.of());
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
    if (reservation != null && places(object.claims()).containsAll(places(reservation.claims()))) {
      release(object.key());
    }
  }

  private static Set<Place> places(List<HostClaim> claims) {
    return claims.stream().map(Place::of).collect(Collectors.toSet());
  }

  private void release(ObjectKey key) {
    var before = held.remove(key);
    if (before != null) {
      forget(before);
    }
  }

  private void forget(Held reservation) {
    for (HostClaim claim : reservation.claims()) {
      hosts.computeIfPresent(
          claim.exposure(),
          (exposure, reserved) -> {
            reserved.remove(claim);
            return reserved.isEmpty() ? null : reserved;
          });
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
      forget(next);
    }
  }

  /** One of another owner that overlaps. */
  Optional<HostClaim> conflicting(Exposure exposure, HostPattern pattern, String owner) {
    return Optional.ofNullable(hosts.get(exposure)).flatMap(r -> r.conflicting(pattern, owner));
  }
}

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * An object as the ledger sees it: all that it claims, and what the policies forbid of it.
 *
 * @param exposures where it asks to be served: those of its claims, and that of hosts that can't be
 *     read
 * @param notAllowed violations that keep the object from being routed, whatever others claim
 */
public record ClaimingObject(
    ObjectKey key,
    ObjectMeta meta,
    String owner,
    Set<Exposure> exposures,
    List<HostClaim> claims,
    List<Violation> notAllowed) {

  /** Older first: creation time, then uid; the key only makes the order total. */
  public static final Comparator<ClaimingObject> BY_AGE =
      Comparator.comparing((ClaimingObject o) -> o.meta().creationTimestamp())
          .thenComparing(o -> o.meta().uid())
          .thenComparing(ClaimingObject::key);

  public ClaimingObject {
    exposures = Set.copyOf(exposures);
    claims = List.copyOf(claims);
    notAllowed = List.copyOf(notAllowed);
  }

  boolean olderThan(ClaimingObject other) {
    return BY_AGE.compare(this, other) < 0;
  }
}

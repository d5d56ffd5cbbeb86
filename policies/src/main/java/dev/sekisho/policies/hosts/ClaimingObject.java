package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * An object as the ledger sees it: all that it asks for, and what the policies forbid of it.
 *
 * @param notAllowed violations that keep the object from being routed, whatever others claim
 */
public record ClaimingObject(HostRequest request, List<Violation> notAllowed) {

  /** Older first: creation time, then uid; the key only makes the order total. */
  public static final Comparator<ClaimingObject> BY_AGE = ClaimingObject::compareAge;

  public ClaimingObject {
    notAllowed = List.copyOf(notAllowed);
  }

  /** Written out: nothing is called as often while verdicts change. */
  private static int compareAge(ClaimingObject one, ClaimingObject other) {
    var mine = one.meta();
    var theirs = other.meta();
    int order = mine.creationTimestamp().compareTo(theirs.creationTimestamp());
    if (order == 0) {
      order = mine.uid().compareTo(theirs.uid());
    }
    return order == 0 ? one.key().compareTo(other.key()) : order;
  }

  public ObjectKey key() {
    return request.key();
  }

  public ObjectMeta meta() {
    return request.meta();
  }

  public String owner() {
    return request.owner();
  }

  /**
   * Where it asks to be served: the exposures of its claims, and that of hosts that can't be read.
   */
  public Set<Exposure> exposures() {
    return request.exposures();
  }

  public List<HostClaim> claims() {
    return request.claims();
  }

  boolean olderThan(ClaimingObject other) {
    return compareAge(this, other) < 0;
  }
}

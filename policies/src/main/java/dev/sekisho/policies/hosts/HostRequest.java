package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import dev.sekisho.policies.objects.SharedValues;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an object asks for, before anybody says yes: its claims, and what of it can't be read.
 *
 * @param kindWord the kind as messages have it, {@code ingress}
 * @param exposures where it asks to be served: those of its claims, and that of hosts that can't be
 *     read
 * @param ingressClass the effective class; empty for none
 * @param items the hosts, in document order
 * @param tls the TLS entries
 * @param unreadable other fields that can't be read
 */
public record HostRequest(
    ObjectKey key,
    ObjectMeta meta,
    String kindWord,
    String owner,
    Set<Exposure> exposures,
    Optional<String> ingressClass,
    List<Item> items,
    Tls tls,
    List<FieldProblem> unreadable) {

  public HostRequest {
    exposures = Set.copyOf(exposures);
    items = List.copyOf(items);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * The TLS entries of an object, together.
   *
   * @param present whether there is any
   * @param all whether one names no hosts, and so covers all that the object has
   * @param hosts those that are named
   * @param fieldPath where they would stand
   */
  public record Tls(boolean present, boolean all, List<HostPattern> hosts, String fieldPath) {

    /** Of objects whose TLS is the affair of the gateway: nothing is missing. */
    static final Tls OF_THE_GATEWAY = new Tls(true, true, List.of(), "spec");

    public Tls {
      hosts = List.copyOf(hosts);
    }

    private Tls shared(SharedValues values) {
      return new Tls(present, all, hosts.stream().map(values::of).toList(), values.of(fieldPath));
    }

    boolean covers(HostPattern host) {
      return all || hosts.stream().anyMatch(named -> named.covers(host));
    }
  }

  /** One host of the object, in document order. */
  public sealed interface Item permits HostClaim, MalformedHost, TakenHost {
    String fieldPath();
  }

  /**
   * A host that is no host pattern.
   *
   * @param text as written
   * @param reason why it is none
   */
  public record MalformedHost(String text, String fieldPath, String reason) implements Item {}

  /**
   * A host that never was to be had, whatever other objects claim. It is claimed as well.
   *
   * @param by who has it, for messages
   */
  public record TakenHost(HostPattern pattern, String fieldPath, String by) implements Item {}

  /** The same with parts that others have too. */
  public HostRequest shared(SharedValues values) {
    return new HostRequest(
        values.of(key),
        meta.shared(values),
        kindWord,
        values.of(owner),
        values.of(exposures),
        values.of(ingressClass),
        items.stream()
            .map(item -> item instanceof HostClaim claim ? claim.shared(values) : item)
            .toList(),
        tls.shared(values),
        unreadable);
  }

  /** The same, asked for by another owner. */
  public HostRequest ownedBy(String other) {
    var theirs =
        items.stream()
            .map(item -> item instanceof HostClaim claim ? claim.ownedBy(other) : item)
            .toList();
    return new HostRequest(
        key, meta, kindWord, other, exposures, ingressClass, theirs, tls, unreadable);
  }

  /** The items that are hosts. */
  public List<HostClaim> claims() {
    for (Item item : items) {
      if (!(item instanceof HostClaim)) {
        return onlyClaims();
      }
    }
    @SuppressWarnings("unchecked") // each was looked at, and the list never changes
    var all = (List<HostClaim>) (List<?>) items;
    return all;
  }

  private List<HostClaim> onlyClaims() {
    return items.stream().filter(HostClaim.class::isInstance).map(HostClaim.class::cast).toList();
  }

  String invalid(HostClaim claim) {
    return claim
        .exposure()
        .albGroup()
        .map(group -> "invalid " + kindWord + " group \"" + group + "\"")
        .orElseGet(() -> invalidHost(claim.pattern()));
  }

  String invalidHost(Object host) {
    return "invalid " + kindWord + " host \"" + host + "\"";
  }
}

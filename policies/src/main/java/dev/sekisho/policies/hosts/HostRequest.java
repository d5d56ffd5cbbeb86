package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
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
   */
  public record Tls(boolean present, boolean all, List<HostPattern> hosts) {
    public Tls {
      hosts = List.copyOf(hosts);
    }

    boolean covers(HostPattern host) {
      return all || hosts.stream().anyMatch(named -> named.covers(host));
    }
  }

  /** One host of the object, in document order. */
  public sealed interface Item permits HostClaim, MalformedHost {
    String fieldPath();
  }

  /**
   * A host that is no host pattern.
   *
   * @param text as written
   * @param reason why it is none
   */
  public record MalformedHost(String text, String fieldPath, String reason) implements Item {}

  /** The items that are hosts. */
  public List<HostClaim> claims() {
    return items.stream().filter(HostClaim.class::isInstance).map(HostClaim.class::cast).toList();
  }

  String invalidHost(Object host) {
    return "invalid " + kindWord + " host \"" + host + "\"";
  }
}

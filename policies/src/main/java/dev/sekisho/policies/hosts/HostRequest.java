package dev.sekisho.policies.hosts;

import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import java.util.List;
import java.util.Optional;

/**
 * What an object asks for, before anybody says yes: its claims, and what of it can't be read.
 *
 * @param kindWord the kind as messages have it, {@code ingress}
 * @param ingressClass the effective class; empty for none
 * @param items the hosts, in document order
 * @param unreadable other fields that can't be read
 */
public record HostRequest(
    ObjectKey key,
    ObjectMeta meta,
    String kindWord,
    String owner,
    Exposure exposure,
    Optional<String> ingressClass,
    List<Item> items,
    List<FieldProblem> unreadable) {

  public HostRequest {
    items = List.copyOf(items);
    unreadable = List.copyOf(unreadable);
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

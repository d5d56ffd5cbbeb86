package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The policies in force, in the order of their ids. Immutable. */
public final class PolicySet {

  /** No policy: nothing is enforced. */
  public static final PolicySet EMPTY = of(List.of());

  private final List<Policy> policies;
  private final PolicyRevision revision;

  private PolicySet(List<Policy> policies) {
    this.policies = policies;
    this.revision = PolicyRevision.of(policies);
  }

  /**
   * @throws IllegalArgumentException if two policies have one id
   */
  public static PolicySet of(Collection<Policy> policies) {
    var sorted = policies.stream().sorted(Comparator.comparing(Policy::id)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
        throw new IllegalArgumentException("two policies have the id " + sorted.get(i).id());
      }
    }
    return new PolicySet(sorted);
  }

  public List<Policy> policies() {
    return policies;
  }

  public PolicyRevision revision() {
    return revision;
  }

  /** The policies that admission applies to a request of {@code requester}. */
  public Stream<Policy> matching(NamespaceFacts namespace, Requester requester) {
    return policies.stream()
        .filter(p -> p.match().matches(namespace) && p.match().matches(requester));
  }

  /** The policies that routing follows: those that don't ask who wrote the object. */
  public Stream<Policy> matching(NamespaceFacts namespace) {
    return policies.stream().filter(p -> !p.match().hasSubjects() && p.match().matches(namespace));
  }

  /**
   * The label by which {@code namespace} shares its hosts with others: that of the first matching
   * policy, by id, which names one.
   */
  public Optional<String> ownerLabel(NamespaceFacts namespace) {
    return matching(namespace)
        .flatMap(p -> p.hosts().flatMap(HostRules::ownerLabel).stream())
        .findFirst();
  }

  /**
   * The policies whose {@code ownerLabel} has no effect in {@code namespace}, because an earlier
   * one names another.
   */
  public List<PolicyId> contradictedOwnerLabels(NamespaceFacts namespace) {
    var inForce = ownerLabel(namespace);
    return matching(namespace)
        .filter(p -> p.hosts().flatMap(HostRules::ownerLabel).isPresent())
        .filter(p -> !p.hosts().flatMap(HostRules::ownerLabel).equals(inForce))
        .map(Policy::id)
        .toList();
  }
}

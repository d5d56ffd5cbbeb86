package dev.sekisho.policies.model;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The policies in force, in the order of their ids. Immutable. */
public final class PolicySet {

  /** No policy: nothing is enforced. */
  public static final PolicySet EMPTY = of(List.of());

  private final List<Policy> policies;
  private final PolicyRevision revision;
  private final Optional<Instant> nextExpiry;
  private final Set<String> ofPlatform;
  private final boolean exemptions;

  private PolicySet(List<Policy> policies) {
    this.policies = policies;
    this.revision = PolicyRevision.of(policies);
    this.nextExpiry =
        policies.stream()
            .flatMap(p -> p.exemptions().stream())
            .flatMap(e -> e.expires().stream())
            .min(Comparator.naturalOrder());
    this.ofPlatform =
        policies.stream()
            .filter(Policy::isPlatform)
            .map(p -> p.id().toString())
            .collect(Collectors.toUnmodifiableSet());
    this.exemptions = policies.stream().anyMatch(p -> !p.exemptions().isEmpty());
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

  /** The same policies with the exemptions that count at that time; itself if all of them do. */
  public PolicySet at(Instant now) {
    return nextExpiry.map(now::isBefore).orElse(true)
        ? this
        : new PolicySet(policies.stream().map(p -> p.at(now)).toList());
  }

  /** When the next exemption ends, and with it this set: from then on {@link #at} is another. */
  public Optional<Instant> nextExpiry() {
    return nextExpiry;
  }

  boolean hasExemptions() {
    return exemptions;
  }

  /** Whether a violation's policy is a platform policy. */
  boolean isOfPlatform(String policyId) {
    return ofPlatform.contains(policyId);
  }

  public List<Policy> policies() {
    return policies;
  }

  public PolicyRevision revision() {
    return revision;
  }

  /** The policies that admission applies to a request of {@code requester}. */
  public Stream<Policy> matching(NamespaceFacts namespace, Requester requester) {
    return policies.stream().filter(p -> p.matches(namespace) && p.match().matches(requester));
  }

  /** The policies that routing follows: those that don't ask who wrote the object. */
  public Stream<Policy> matching(NamespaceFacts namespace) {
    return policies.stream().filter(p -> !p.match().hasSubjects() && p.matches(namespace));
  }

  /**
   * The label by which {@code namespace} shares its hosts with others: that of the first matching
   * platform policy, by id, which names one.
   */
  public Optional<String> ownerLabel(NamespaceFacts namespace) {
    return matching(namespace)
        .filter(Policy::isPlatform)
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

package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.util.List;

/**
 * What a set of policies says about hosts in one namespace, worked out once for many objects.
 * Immutable and thread-safe.
 */
public final class NamespaceChecks {

  private final NamespaceFacts namespace;
  private final PolicySet policies;
  private final String owner;
  private final List<Policy> matching;
  private final List<HostChecks> ofAll;
  private final List<HostChecks> ofRouting;

  private NamespaceChecks(NamespaceFacts namespace, PolicySet policies) {
    this.namespace = namespace;
    this.policies = policies;
    this.owner = Owners.of(namespace, policies);
    this.matching =
        policies.policies().stream()
            .filter(p -> p.hosts().isPresent() && p.matches(namespace))
            .toList();
    this.ofAll = HostChecks.of(matching, namespace);
    this.ofRouting = of(matching.stream().filter(p -> !p.match().hasSubjects()).toList());
  }

  public static NamespaceChecks of(NamespaceFacts namespace, PolicySet policies) {
    return new NamespaceChecks(namespace, policies);
  }

  /** Whether routing gets the same answers from {@code other}, of the same namespace, for sure. */
  public boolean routesAs(NamespaceChecks other) {
    return owner.equals(other.owner)
        && ofRouting.equals(other.ofRouting)
        && exempting().equals(other.exempting());
  }

  /** Policies may exempt that check no hosts themselves. */
  private List<Policy> exempting() {
    return policies.policies().stream().filter(p -> !p.exemptions().isEmpty()).toList();
  }

  public NamespaceFacts namespace() {
    return namespace;
  }

  PolicySet policies() {
    return policies;
  }

  /** Who owns the hosts of the namespace. */
  public String owner() {
    return owner;
  }

  /** What admission checks when {@code requester} asks. */
  List<HostChecks> of(Requester requester) {
    return of(matching.stream().filter(p -> p.match().matches(requester)).toList());
  }

  /** What routing follows, whoever wrote the object. */
  List<HostChecks> ofRouting() {
    return ofRouting;
  }

  /** Each policy's checks depend on which others count: they are worked out anew for fewer. */
  private List<HostChecks> of(List<Policy> some) {
    return some.size() == matching.size() ? ofAll : HostChecks.of(some, namespace);
  }
}

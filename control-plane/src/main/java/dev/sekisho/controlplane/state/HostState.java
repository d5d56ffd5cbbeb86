package dev.sekisho.controlplane.state;

import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.hosts.Exposure;
import dev.sekisho.policies.hosts.HostLedger;
import dev.sekisho.policies.hosts.HostRequest;
import dev.sekisho.policies.hosts.HostReviewer;
import dev.sekisho.policies.hosts.IngressClaims;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressClass;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.Requester;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who serves which host now: namespaces, classes, Ingresses and policies, and the ledger over them.
 * Admission and routing both ask here, so that they can't disagree. For one thread.
 */
public final class HostState {

  private final Map<String, NamespaceFacts> namespaces = new HashMap<>();
  private final Map<String, IngressClass> classes = new HashMap<>();
  private final Map<ObjectKey, Ingress> ingresses = new HashMap<>();
  private PolicySet policies = PolicySet.EMPTY;
  private Optional<String> defaultClass = Optional.empty();
  private HostLedger ledger = new HostLedger();

  void put(NamespaceFacts namespace) {
    if (!namespace.equals(namespaces.put(namespace.name(), namespace))) {
      reclaim(namespace.name());
    }
  }

  void removeNamespace(String name) {
    if (namespaces.remove(name) != null) {
      reclaim(name);
    }
  }

  void put(IngressClass ingressClass) {
    classes.put(ingressClass.meta().name(), ingressClass);
    defaultClassMayHaveChanged();
  }

  void removeIngressClass(String name) {
    classes.remove(name);
    defaultClassMayHaveChanged();
  }

  void put(Ingress ingress) {
    if (!ingress.equals(ingresses.put(ingress.key(), ingress))) {
      ledger.put(claim(ingress));
    }
  }

  void removeIngress(ObjectKey key) {
    ingresses.remove(key);
    ledger.remove(key);
  }

  void policies(PolicySet inForce) {
    if (!inForce.revision().equals(policies.revision())) {
      policies = inForce;
      reclaimAll();
    }
  }

  public PolicySet policies() {
    return policies;
  }

  public boolean knowsNamespace(String name) {
    return namespaces.containsKey(name);
  }

  /** What admission says of a new Ingress. */
  public List<Violation> review(Ingress ingress, Requester requester) {
    return HostReviewer.review(request(ingress), namespaceOf(ingress), requester, policies, ledger);
  }

  /** What admission says of an edit. */
  public List<Violation> reviewUpdate(Ingress before, Ingress after, Requester requester) {
    return HostReviewer.reviewUpdate(
        request(before), request(after), namespaceOf(after), requester, policies, ledger);
  }

  /** The Ingresses that are routed on {@code exposure}. */
  public Stream<Ingress> granted(Exposure exposure) {
    return verdicts()
        .filter(e -> e.getValue().isGranted() && e.getKey().exposure().equals(exposure))
        .flatMap(e -> Optional.ofNullable(ingresses.get(e.getKey().key())).stream());
  }

  public Stream<Map.Entry<ClaimingObject, ClaimVerdict>> verdicts() {
    return ledger.verdicts();
  }

  /** The policies whose {@code ownerLabel} another policy overrules somewhere, with the place. */
  public List<String> ownerLabelProblems() {
    return namespaces.values().stream()
        .flatMap(
            namespace ->
                policies.contradictedOwnerLabels(namespace).stream()
                    .map(
                        id ->
                            id
                                + ": spec.hosts.ownerLabel has no effect in namespace "
                                + namespace.name()
                                + ", where another policy names another label"))
        .sorted()
        .toList();
  }

  private void defaultClassMayHaveChanged() {
    var now = IngressClass.defaultOf(classes.values());
    if (!now.equals(defaultClass)) {
      defaultClass = now;
      reclaimAll();
    }
  }

  private void reclaim(String namespace) {
    ingresses.values().stream()
        .filter(ingress -> ingress.meta().namespace().equals(namespace))
        .forEach(ingress -> ledger.put(claim(ingress)));
  }

  private void reclaimAll() {
    var fresh = new HostLedger();
    ingresses.values().forEach(ingress -> fresh.put(claim(ingress)));
    ledger = fresh;
  }

  private ClaimingObject claim(Ingress ingress) {
    return HostReviewer.claimingObject(request(ingress), namespaceOf(ingress), policies);
  }

  private HostRequest request(Ingress ingress) {
    return IngressClaims.of(ingress, namespaceOf(ingress), policies, defaultClass);
  }

  private NamespaceFacts namespaceOf(Ingress ingress) {
    String name = ingress.meta().namespace();
    return namespaces.getOrDefault(name, NamespaceFacts.unknown(name));
  }
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.sekisho.policies.objects.IngressReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who serves which host now: namespaces, classes, Ingresses and policies, and the ledger over them.
 * Admission and routing both ask here, so that they can't disagree. For one thread.
 */
public final class HostState {

  private static final Set<String> INGRESS_GROUPS = Set.of("networking.k8s.io", "extensions");

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

  /**
   * What admission says of the hosts of an object: of a new one everything, of an edited one what
   * it adds. Nothing to say of other kinds, of deletions, of objects that are being deleted, nor of
   * status and other subresources.
   */
  public List<Violation> review(ObjectRequest request) {
    return switch (request.operation()) {
      case DELETE, CONNECT -> List.of();
      case CREATE -> read(request, request.object()).map(o -> review(o, request)).orElse(List.of());
      case UPDATE -> read(request, request.object()).map(o -> edit(o, request)).orElse(List.of());
    };
  }

  private List<Violation> review(Ingress ingress, ObjectRequest asked) {
    return HostReviewer.review(
        request(ingress), namespaceOf(ingress), asked.requester(), policies, ledger);
  }

  private List<Violation> edit(Ingress after, ObjectRequest asked) {
    if (after.meta().deleting()) {
      return List.of();
    }
    return read(asked, asked.oldObject())
        .map(
            before ->
                HostReviewer.reviewUpdate(
                    request(before),
                    request(after),
                    namespaceOf(after),
                    asked.requester(),
                    policies,
                    ledger))
        .orElseGet(() -> review(after, asked));
  }

  /** Empty for kinds that claim no hosts. The namespace is the request's: objects needn't say. */
  private static Optional<Ingress> read(ObjectRequest request, Optional<JsonNode> object) {
    boolean claimsHosts =
        request.kind().kind().equals(Ingress.KIND)
            && INGRESS_GROUPS.contains(request.kind().group())
            && request.subResource().isEmpty();
    return object.filter(o -> claimsHosts).map(o -> IngressReader.read(o).in(request.namespace()));
  }

  /** The Ingresses that are routed on {@code exposure}. */
  public Stream<Ingress> granted(Exposure exposure) {
    return verdicts()
        .filter(e -> e.getValue().isGranted() && e.getKey().exposures().contains(exposure))
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
    return namespace(ingress.meta().namespace());
  }

  /** What is known of a namespace. */
  NamespaceFacts namespace(String name) {
    return namespaces.getOrDefault(name, NamespaceFacts.unknown(name));
  }
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.cel.CelClaims;
import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.hosts.Exposure;
import dev.sekisho.policies.hosts.HostLedger;
import dev.sekisho.policies.hosts.HostRequest;
import dev.sekisho.policies.hosts.HostRequests;
import dev.sekisho.policies.hosts.HostReviewer;
import dev.sekisho.policies.hosts.HostSurroundings;
import dev.sekisho.policies.hosts.NamespaceChecks;
import dev.sekisho.policies.hosts.VerdictCounts;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.HostKind;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.Ingress;
import dev.sekisho.policies.objects.IngressClass;
import dev.sekisho.policies.objects.IstioGateway;
import dev.sekisho.policies.objects.KubernetesGateway;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.SharedValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who serves which host now: namespaces, classes, policies, the objects that claim hosts, and the
 * ledger over them. Admission and routing both ask here, so that they can't disagree. For one
 * thread.
 */
public final class HostState {

  /** An object that was let through shows up within milliseconds, unless something else fails. */
  private static final Duration RESERVED = Duration.ofSeconds(5);

  private final Map<String, NamespaceFacts> namespaces = new HashMap<>();
  private final Map<String, IngressClass> classes = new HashMap<>();
  private final WholeObjects objects;
  private final SharedValues values = new SharedValues();

  /** Of the policies in force, for namespaces that exist or have objects. */
  private final Map<String, NamespaceChecks> checks = new HashMap<>();

  private final HostSurroundings surroundings = new Surroundings(this::checksIn);
  private PolicySet policies = PolicySet.EMPTY;
  private Optional<String> defaultClass = Optional.empty();
  private final HostLedger ledger = new HostLedger();

  /**
   * @param gatewayClass the class of Ingresses that are routed here
   */
  HostState(String gatewayClass) {
    this.objects = new WholeObjects(gatewayClass);
  }

  void put(NamespaceFacts namespace) {
    if (!namespace.equals(namespaces.put(namespace.name(), namespace))) {
      checks.remove(namespace.name());
      reclaim(namespace.name());
    }
  }

  void removeNamespace(String name) {
    if (namespaces.remove(name) != null) {
      checks.remove(name);
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

  /**
   * @param key of the object, as others keep it too
   */
  void put(ObjectKey key, HostObject object) {
    if (objects.get(key).equals(Optional.of(object))) {
      return; // nothing new
    }
    values.of(key);
    var whole = object instanceof Ingress ingress ? ingress.shared(values) : object;
    objects.put(whole);
    claim(whole);
    reclaimReferrers(key);
  }

  void remove(ObjectKey key) {
    objects.remove(key);
    ledger.remove(key);
    reclaimReferrers(key);
  }

  void policies(PolicySet inForce) {
    if (!inForce.revision().equals(policies.revision())) {
      var before = Map.copyOf(checks);
      policies = inForce;
      checks.clear();
      for (String namespace : Set.copyOf(ledger.namespaces())) {
        var known = before.get(namespace);
        if (known == null || !checksIn(namespace).routesAs(known)) {
          ingressesUnder(checksIn(namespace)).forEach(ledger::put);
        }
        othersIn(namespace).forEach(this::claim); // may depend on policies for other namespaces
      }
    }
  }

  /** The Ingresses of a namespace that are others under these checks. */
  private Stream<ClaimingObject> ingressesUnder(NamespaceChecks others) {
    return ledger.in(others.namespace().name()).stream()
        .filter(object -> object.key().kind().equals(Ingress.KIND))
        .flatMap(
            object ->
                (object.owner().equals(others.owner())
                        ? HostReviewer.changedClaimingObject(object, others)
                        : Optional.of(
                            HostReviewer.claimingObject(
                                object.request().ownedBy(others.owner()), others)))
                    .stream());
  }

  public PolicySet policies() {
    return policies;
  }

  public boolean knowsNamespace(String name) {
    return namespaces.containsKey(name);
  }

  /**
   * What somebody asks for by creating or editing an object. Empty for kinds that claim no hosts,
   * for deletions and objects that are being deleted, for status and other subresources.
   */
  Optional<HostRequest> wanted(ObjectRequest request) {
    return switch (request.operation()) {
      case DELETE, CONNECT -> Optional.empty();
      case CREATE -> read(request, request.object()).map(this::request);
      case UPDATE ->
          read(request, request.object())
              .filter(object -> !object.meta().deleting())
              .map(this::request);
    };
  }

  /** What admission says of that: of a new object everything, of an edited one what it adds. */
  List<Violation> review(HostRequest wanted, ObjectRequest asked) {
    var requester = asked.requester();
    var checksHere = checksIn(wanted.meta().namespace());
    return before(asked)
        .map(had -> HostReviewer.reviewUpdate(had, wanted, requester, checksHere, ledger))
        .orElseGet(() -> HostReviewer.review(wanted, requester, checksHere, ledger));
  }

  private Optional<HostRequest> before(ObjectRequest asked) {
    return asked.operation() == Operation.UPDATE
        ? read(asked, asked.oldObject()).map(this::request)
        : Optional.empty();
  }

  /**
   * Keeps others from the hosts of an object that was let through, until it shows up or some
   * seconds have passed.
   */
  void reserve(HostRequest wanted, Instant now) {
    if (!wanted.meta().deleting()) {
      ledger.reserve(
          HostReviewer.claimingObject(wanted, checksIn(wanted.meta().namespace())),
          now.plus(RESERVED));
    }
  }

  /** Ends the reservations whose time is over. */
  void expireReservations(Instant now) {
    ledger.expire(now);
  }

  /** Empty for kinds that claim no hosts. The namespace is the request's: objects needn't say. */
  private Optional<HostObject> read(ObjectRequest request, Optional<JsonNode> tree) {
    return HostKind.of(request.kind().nameInKey())
        .filter(kind -> request.subResource().isEmpty())
        .<HostObject>flatMap(kind -> tree.map(kind::read))
        .or(() -> tree.flatMap(object -> claimed(request, object)))
        .map(object -> object.in(namespace(request.namespace()).name()));
  }

  /** What would become of the objects under other policies; nothing changes. */
  HostImpact impact(PolicySet next, Exposure gateway) {
    var checksOfNext = new HashMap<String, NamespaceChecks>();
    var then =
        new Surroundings(
            namespace ->
                checksOfNext.computeIfAbsent(
                    namespace, name -> NamespaceChecks.of(namespace(name), next)));
    var changed = new ArrayList<ClaimingObject>();
    for (String namespace : ledger.namespaces()) {
      var checksThen = then.checks.apply(namespace);
      if (!checksThen.routesAs(checksIn(namespace))) {
        ingressesUnder(checksThen).forEach(changed::add);
      }
      othersIn(namespace)
          .map(object -> HostReviewer.claimingObject(HostRequests.of(object, then), checksThen))
          .forEach(changed::add);
    }
    return new HostForecast(ledger, gateway).of(changed);
  }

  /** Of a kind that claims hosts because a policy says so. */
  private Optional<HostObject> claimed(ObjectRequest request, JsonNode object) {
    return CelClaims.read(request, object, namespace(request.namespace()), policies)
        .map(HostObject.class::cast);
  }

  /** The Ingresses that are routed on the gateway. */
  public Stream<Ingress> granted(Exposure gateway) {
    return objects
        .ingresses()
        .filter(
            ingress ->
                ledger
                    .decided(ingress.key())
                    .filter(e -> e.getValue().isGranted())
                    .filter(e -> e.getKey().exposures().contains(gateway))
                    .isPresent());
  }

  /** The Ingresses that ask to be routed, and aren't. */
  Stream<Map.Entry<ClaimingObject, ClaimVerdict>> withheld(Exposure gateway) {
    return objects
        .ingresses()
        .flatMap(ingress -> ledger.decided(ingress.key()).stream())
        .filter(e -> !e.getValue().isGranted() && e.getKey().exposures().contains(gateway));
  }

  /** The object in the ledger, with its verdict. */
  public Optional<Map.Entry<ClaimingObject, ClaimVerdict>> decided(ObjectKey key) {
    return ledger.decided(key);
  }

  /** How many objects have which verdict. */
  public VerdictCounts counts() {
    return ledger.counts();
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
      objects.ingresses().toList().forEach(this::claim);
    }
  }

  private void reclaim(String namespace) {
    ingressesUnder(checksIn(namespace)).forEach(ledger::put);
    othersIn(namespace).forEach(this::claim);
    // Its services may be named from elsewhere.
    reclaimReferrers(new ObjectKey("Namespace", "", namespace));
  }

  private void reclaimReferrers(ObjectKey key) {
    objects.referringTo(key).forEach(this::claim);
  }

  /** The objects that aren't Ingresses: what those ask for is in the ledger. */
  private Stream<HostObject> othersIn(String namespace) {
    return ledger.in(namespace).stream()
        .filter(object -> !object.key().kind().equals(Ingress.KIND))
        .flatMap(object -> objects.get(object.key()).stream());
  }

  private void claim(HostObject object) {
    ledger.put(HostReviewer.claimingObject(request(object).shared(values), checksOf(object)));
  }

  private HostRequest request(HostObject object) {
    return HostRequests.of(object, surroundings);
  }

  private NamespaceChecks checksOf(HostObject object) {
    return checksIn(object.meta().namespace());
  }

  private NamespaceChecks checksIn(String namespace) {
    var known = checks.get(namespace);
    if (known != null) {
      return known;
    }
    var made = NamespaceChecks.of(surroundings.namespace(namespace), policies);
    if (namespaces.containsKey(namespace) || ledger.namespaces().contains(namespace)) {
      checks.put(namespace, made); // others come from requests, and are nobody's to count
    }
    return made;
  }

  /** What is known of a namespace. */
  public NamespaceFacts namespace(String name) {
    return surroundings.namespace(name);
  }

  private final class Surroundings implements HostSurroundings {
    private final Function<String, NamespaceChecks> checks;

    /**
     * @param checks of a namespace, under some set of policies
     */
    Surroundings(Function<String, NamespaceChecks> checks) {
      this.checks = checks;
    }

    @Override
    public String owner(String namespace) {
      return checks.apply(namespace).owner();
    }

    @Override
    public NamespaceFacts namespace(String name) {
      var known = namespaces.get(name);
      return known == null ? NamespaceFacts.unknown(name) : known;
    }

    @Override
    public Optional<String> defaultClass() {
      return defaultClass;
    }

    @Override
    public Optional<IstioGateway> istioGateway(ObjectKey key) {
      return objects
          .get(key)
          .flatMap(o -> o instanceof IstioGateway g ? Optional.of(g) : Optional.empty());
    }

    @Override
    public Optional<KubernetesGateway> kubernetesGateway(ObjectKey key) {
      return objects
          .get(key)
          .flatMap(o -> o instanceof KubernetesGateway g ? Optional.of(g) : Optional.empty());
    }
  }
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.controlplane.source.PolicyFiles;
import dev.sekisho.policies.cel.CelReviewer;
import dev.sekisho.policies.hosts.ClaimVerdict;
import dev.sekisho.policies.hosts.ClaimingObject;
import dev.sekisho.policies.hosts.Exposure;
import dev.sekisho.policies.hosts.HostRequest;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemptions;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.HostKind;
import dev.sekisho.policies.objects.IngressClass;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.parse.OtherKinds;
import dev.sekisho.policies.parse.PolicyBook;
import dev.sekisho.policies.parse.PolicyConfigMap;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.policies.secrets.SecretProviderClass;
import dev.sekisho.webhook.inject.SidecarInjector;
import dev.sekisho.webhook.mutate.Mutated;
import dev.sekisho.xds.engine.MeshChange;
import dev.sekisho.xds.identity.PodIdentity;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.GatewayInput;
import dev.sekisho.xds.model.sidecar.MeshPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The cluster as it is known, and what follows from it. Admission and routing both read from here,
 * after the same change. Mutable, for one thread; no I/O, no clock.
 */
public final class ClusterState {

  /** The class of Ingresses that the gateway serves. */
  public static final String INGRESS_CLASS = "sekisho";

  private static final Exposure GATEWAY = Exposure.ofIngressClass(Optional.of(INGRESS_CLASS));
  private static final String CONFIG_MAP = "ConfigMap";
  private static final String SECRET = "Secret";
  private static final String PROVIDER_CLASS =
      SecretProviderClass.KIND + "." + SecretProviderClass.GROUP;

  private final PolicyBook book;
  private final Map<ObjectKey, PolicyConfigMap> seen = new HashMap<>();
  private final HostState hosts = new HostState(INGRESS_CLASS);
  private final SecretState secrets = new SecretState();
  private final GatewayState gateway = new GatewayState();
  private final BackendState backends = new BackendState(gateway::changed);
  private final CertificateState certificates = new CertificateState();
  private final MeshState mesh = new MeshState(hosts::namespace);

  private final Kubelets kubelets = new Kubelets();

  private final String ownNamespace;
  private final Mutations mutations;

  /** One in which no Pod gets a sidecar. */
  public ClusterState(String ownNamespace) {
    this(ownNamespace, Optional.empty());
  }

  /**
   * @param injector of sidecars
   */
  public ClusterState(String ownNamespace, Optional<SidecarInjector> injector) {
    this.ownNamespace = ownNamespace;
    this.book = new PolicyBook(ownNamespace);
    this.mutations = new Mutations(injector);
  }

  /** The namespace that Sekisho itself runs in. */
  public String ownNamespace() {
    return ownNamespace;
  }

  /** Puts policies in force that were good before a restart; only before the first change. */
  public void restore(ObjectKey configMap, Map<String, String> data) {
    book.restore(
        new PolicyConfigMap(
            configMap.namespace(),
            configMap.name(),
            Map.of(PolicyConfigMap.LABEL, PolicyConfigMap.LABEL_VALUE),
            data,
            Set.of()),
        OtherKinds.SKIP);
    hosts.policies(book.policies());
  }

  /**
   * Tells what time it is, by which exemptions count.
   *
   * @return whether the policies in force are others now
   */
  public boolean timeIs(Instant now) {
    var before = policies();
    book.timeIs(now);
    hosts.policies(policies());
    if (policies() != before) {
      gateway.changed();
    }
    return policies() != before;
  }

  /**
   * Takes one change.
   *
   * @return what there is to say to the owners of a policy, if the change was about one
   */
  public Optional<PolicyReport> apply(ObjectChange change, Instant now) {
    timeIs(now);
    return switch (change) {
      case ObjectChange.Upserted upserted -> upsert(upserted.key(), upserted.object(), now);
      case ObjectChange.Deleted deleted -> {
        delete(deleted.key());
        yield Optional.empty();
      }
    };
  }

  /** Takes a namespace that was asked for, unless it has been reported meanwhile. */
  public void discovered(NamespaceFacts namespace) {
    if (!hosts.knowsNamespace(namespace.name())) {
      hosts.put(namespace);
      mesh.changed(namespace.name());
      gateway.changed();
    }
  }

  /**
   * The same as {@link #review}; what is let through, and isn't a dry run, has its hosts to itself
   * from now on, though the object isn't known yet.
   *
   * @param now not before that of any earlier call
   */
  public List<Violation> admit(ObjectRequest request, Instant now) {
    hosts.expireReservations(now);
    var wanted = hosts.wanted(request);
    var found = review(request, wanted);
    boolean admitted = found.stream().noneMatch(v -> v.enforcement() == Enforcement.DENY);
    if (admitted && !request.dryRun()) {
      wanted.ifPresent(hostsOfIt -> hosts.reserve(hostsOfIt, now));
    }
    return found;
  }

  /**
   * Forgets the reservations whose time is over; {@link #admit} does so too.
   *
   * @param now not before that of any earlier call
   */
  public void expireReservations(Instant now) {
    hosts.expireReservations(now);
  }

  /** What the policies in force say of what somebody wants to do to an object. */
  public List<Violation> review(ObjectRequest request) {
    return review(request, hosts.wanted(request));
  }

  private List<Violation> review(ObjectRequest request, Optional<HostRequest> wanted) {
    var found = new ArrayList<Violation>();
    wanted.ifPresent(hostsOfIt -> found.addAll(hosts.review(hostsOfIt, request)));
    found.addAll(besideHosts(request, policies()));
    return notExempt(found, request, policies());
  }

  /** What the sections say that need no ledger: Secrets, and rules in CEL. */
  private List<Violation> besideHosts(ObjectRequest request, PolicySet under) {
    var namespace = hosts.namespace(request.namespace());
    var found = new ArrayList<>(secrets.review(request, namespace, under));
    found.addAll(CelReviewer.review(request, namespace, under));
    return found;
  }

  /** One place for the exemptions from all sections. */
  private List<Violation> notExempt(List<Violation> found, ObjectRequest request, PolicySet under) {
    return Exemptions.filter(
        found,
        hosts.namespace(request.namespace()),
        () ->
            request
                .object()
                .or(request::oldObject)
                .map(object -> MetaReader.read(object).labels())
                .orElse(Map.of()),
        Optional.of(request.requester()),
        under);
  }

  /** The object of a request as the policies in force want it, before it is reviewed. */
  public Mutated mutate(ObjectRequest request) {
    return mutate(request, policies());
  }

  private Mutated mutate(ObjectRequest request, PolicySet under) {
    var namespace = hosts.namespace(request.namespace());
    var mutated = mutations.apply(request, namespace, under, kubelets.runSidecars());
    return new Mutated(mutated.object(), notExempt(mutated.problems(), request, under));
  }

  /**
   * The namespace of the request where a policy might ask for it and it isn't known, perhaps for
   * being younger than what was reported last.
   */
  public Optional<String> unknownNamespace(ObjectRequest request) {
    boolean mayMatter =
        !request.namespace().isEmpty()
            && !request.resource().resource().equals("namespaces")
            && (!policies().policies().isEmpty() || mutations.needNamespace(request));
    return Optional.of(request.namespace())
        .filter(name -> mayMatter && !hosts.knowsNamespace(name));
  }

  private Optional<PolicyReport> upsert(ObjectKey key, JsonNode object, Instant now) {
    routingMayChange(key);
    switch (key.kind()) {
      case "Namespace" -> {
        hosts.put(MetaReader.namespace(object));
        mesh.changed(key.name());
      }
      case "IngressClass" -> hosts.put(IngressClass.read(object));
      case "Service" -> backends.putService(object);
      case "EndpointSlice" -> backends.putSlice(key, object);
      case "Node" -> {
        backends.putNode(key.name(), object);
        kubelets.put(key.name(), object);
      }
      case "ServiceAccount" -> secrets.putServiceAccount(key, object);
      case PROVIDER_CLASS -> secrets.putProviderClass(key, object);
      case SECRET -> certificates.put(key, object, now);
      case CONFIG_MAP -> {
        return Optional.of(policy(key, object));
      }
      // A folder of manifests may hold any kind; many don't matter here.
      default -> HostKind.of(key.kind()).ifPresent(kind -> hosts.put(key, kind.read(object)));
    }
    return Optional.empty();
  }

  private void delete(ObjectKey key) {
    routingMayChange(key);
    switch (key.kind()) {
      case "Namespace" -> {
        hosts.removeNamespace(key.name());
        mesh.changed(key.name());
      }
      case "IngressClass" -> hosts.removeIngressClass(key.name());
      case "Service" -> backends.removeService(key);
      case "EndpointSlice" -> backends.removeSlice(key);
      case "Node" -> {
        backends.removeNode(key.name());
        kubelets.remove(key.name());
      }
      case "ServiceAccount" -> secrets.removeServiceAccount(key);
      case PROVIDER_CLASS -> secrets.removeProviderClass(key);
      case SECRET -> certificates.remove(key);
      case CONFIG_MAP -> {
        seen.remove(key);
        book.remove(key.namespace(), key.name());
        hosts.policies(book.policies());
      }
      default -> HostKind.of(key.kind()).ifPresent(kind -> hosts.remove(key));
    }
  }

  private void routingMayChange(ObjectKey key) {
    switch (key.kind()) {
      case "Service", "EndpointSlice", "Node", "ServiceAccount", PROVIDER_CLASS -> {}
      default -> gateway.changed();
    }
  }

  /** What would happen if a policy ConfigMap were stored; nothing changes. */
  public PolicyPreview preview(JsonNode object, String namespace, String name) {
    var configMap = StoredPolicy.of(object, namespace, name);
    var preview = book.preview(configMap);
    var next = preview.policies();
    var status =
        new MeshPreview(hosts::namespace, configMap).status(preview.status(), policies(), next);
    return new PolicyPreview(status, next, hosts.impact(next, GATEWAY));
  }

  /**
   * What other policies would make of the Pods of these workloads; nothing changes.
   *
   * @param unredirected Pods that run, and whose sidecars no connection to them passes
   */
  public PodImpact podImpact(
      List<JsonNode> workloads, List<PodIdentity> unredirected, PolicySet next) {
    var now = policies();
    return new PodImpact(
        PodForecast.becoming(this::isRefused, workloads, now, next),
        PodForecast.becoming(this::isRefused, workloads, next, now),
        new StrictForecast(hosts::namespace, mutations).of(workloads, unredirected, now, next));
  }

  private boolean isRefused(ObjectRequest pod, PolicySet under) {
    var mutated = mutate(pod, under);
    var reviewed = pod.withObject(mutated.object());
    return Stream.concat(
            mutated.problems().stream(),
            notExempt(besideHosts(reviewed, under), reviewed, under).stream())
        .anyMatch(violation -> violation.enforcement() == Enforcement.DENY);
  }

  private PolicyReport policy(ObjectKey key, JsonNode object) {
    var meta = MetaReader.read(object);
    var configMap = StoredPolicy.of(object);
    // A file of manifests may hold other things than policies; a ConfigMap may not.
    boolean file = meta.annotations().containsKey(PolicyFiles.ANNOTATION);
    var status = book.put(configMap, file ? OtherKinds.SKIP : OtherKinds.REFUSE);
    hosts.policies(book.policies());
    return new PolicyReport(
        key,
        meta.uid(),
        status,
        Optional.ofNullable(meta.annotations().get(PolicyStatus.ANNOTATION)),
        !configMap.equals(seen.put(key, configMap)));
  }

  /**
   * Drops the policies that were restored, but whose ConfigMap is gone.
   *
   * @return those, which needn't be kept any longer
   */
  public List<ObjectKey> dropRestored(Set<ObjectKey> restored) {
    var gone = restored.stream().filter(key -> !seen.containsKey(key)).toList();
    gone.forEach(this::delete);
    return gone;
  }

  public PolicySet policies() {
    return book.policies();
  }

  /** The state of every policy ConfigMap. */
  public Map<ObjectKey, PolicyStatus> policyStatuses() {
    return book.statuses();
  }

  /** The text of a ConfigMap's policies that are in force. */
  public Optional<Map<String, String>> lastGood(ObjectKey configMap) {
    return book.lastGood(configMap.namespace(), configMap.name()).map(PolicyConfigMap::data);
  }

  public HostState hosts() {
    return hosts;
  }

  /** What the policies in force say of the mesh; to be asked anew after each change. */
  public MeshState mesh() {
    mesh.policies(policies());
    return mesh;
  }

  /** Whether the object asks the gateway to serve it. */
  public boolean isServedByGateway(ClaimingObject object) {
    return object.exposures().contains(GATEWAY);
  }

  /** The objects that the gateway doesn't serve though they ask for it, and why. */
  public Stream<Map.Entry<ClaimingObject, ClaimVerdict>> withheld() {
    return hosts.withheld(GATEWAY);
  }

  /** The Secrets that granted Ingresses of the gateway name, in their own namespaces. */
  public Set<ObjectKey> namedSecrets() {
    var named = new HashSet<ObjectKey>();
    hosts
        .granted(GATEWAY)
        .forEach(
            ingress ->
                ingress.tls().stream()
                    .flatMap(tls -> tls.secretName().stream())
                    .forEach(
                        name ->
                            named.add(new ObjectKey(SECRET, ingress.meta().namespace(), name))));
    certificates.retain(named);
    return named;
  }

  /** What is wrong with the Secrets that are named. */
  public Map<ObjectKey, String> secretProblems() {
    return certificates.problems();
  }

  /** What the gateway's configuration is made from. */
  public GatewayInput gatewayInput() {
    return gateway.input(
        hosts.granted(GATEWAY).toList(), backends, certificates, policies().revision().toString());
  }

  /**
   * Whether {@link #gatewayInput} may be another, or the policies, than when this was called
   * before.
   */
  public boolean takeRoutingChanged() {
    return gateway.take();
  }

  /**
   * Takes what others in the mesh have to know of a Pod now; empty: it is gone, or has no sidecar.
   */
  public void pod(PodName name, Optional<MeshPod> facts) {
    backends.pod(name, facts);
  }

  /** The Pods that others in the mesh know of now. */
  public Set<PodName> meshPods() {
    return backends.pods();
  }

  /** What has changed for the mesh since this was called before. */
  public MeshChange takeMeshChange() {
    return backends.takeChange();
  }
}

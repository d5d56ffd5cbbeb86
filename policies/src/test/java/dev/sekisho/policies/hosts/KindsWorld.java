package dev.sekisho.policies.hosts;

import dev.sekisho.policies.model.PolicyDraft;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.HostKind;
import dev.sekisho.policies.objects.HostObject;
import dev.sekisho.policies.objects.IstioGateway;
import dev.sekisho.policies.objects.KubernetesGateway;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A cluster of objects of all kinds that claim hosts, written as YAML, the older first. */
final class KindsWorld implements HostSurroundings {

  private final PolicySet policies;
  private final Map<String, NamespaceFacts> namespaces = new HashMap<>();
  private final Map<ObjectKey, HostObject> objects = new LinkedHashMap<>();

  KindsWorld(PolicyDraft... drafts) {
    policies = PolicySet.of(Stream.of(drafts).map(PolicyDraft::build).toList());
  }

  KindsWorld labelled(String namespace, String key, String value) {
    namespaces.put(namespace, new NamespaceFacts(namespace, Map.of(key, value), Map.of()));
    return this;
  }

  /**
   * @param kind {@code group/version Kind}
   * @param name {@code namespace/name}
   * @param spec in flow style
   */
  HostObject read(String kind, String name, String spec) {
    var type = List.of(kind.split(" "));
    var at = List.of(name.split("/"));
    var yaml =
        """
        apiVersion: %s
        kind: %s
        metadata: {namespace: %s, name: %s, uid: %s, creationTimestamp: "2026-01-01T00:00:%02dZ"}
        spec: %s
        """
            .formatted(
                type.getFirst(), type.getLast(), at.getFirst(), at.getLast(), name, age(), spec);
    var manifest = ManifestReader.read(yaml);
    if (manifest.documents().size() != 1) {
      throw new IllegalArgumentException(yaml + manifest.problems());
    }
    var gvk = GroupVersionKind.of(type.getFirst(), type.getLast());
    return HostKind.of(gvk.nameInKey())
        .orElseThrow()
        .read(manifest.documents().getFirst().object());
  }

  private int age() {
    return objects.size() + 1;
  }

  /** Puts an object there around admission. */
  KindsWorld with(String kind, String name, String spec) {
    var object = read(kind, name, spec);
    objects.put(object.key(), object);
    return this;
  }

  HostRequest request(String kind, String name, String spec) {
    return HostRequests.of(read(kind, name, spec), this);
  }

  /** The claims, each as {@code pattern on exposure}. */
  List<String> claims(String kind, String name, String spec) {
    return request(kind, name, spec).claims().stream()
        .map(claim -> claim.pattern() + " on " + claim.exposure().name())
        .toList();
  }

  List<Violation> create(String kind, String name, String spec) {
    var request = request(kind, name, spec);
    var namespace = namespace(request.key().namespace());
    var someone = new Requester("someone", Set.of());
    return HostReviewer.review(request, namespace, someone, policies, ledger());
  }

  /** What admission says of a new object. */
  List<String> messages(String kind, String name, String spec) {
    return create(kind, name, spec).stream().map(Violation::message).toList();
  }

  /** What of all that is there isn't routed, each as {@code Kind/namespace/name}. */
  List<String> withheld() {
    return ledger()
        .verdicts()
        .filter(e -> !e.getValue().isGranted())
        .map(e -> e.getKey().key().toString())
        .sorted()
        .toList();
  }

  private HostLedger ledger() {
    var ledger = new HostLedger();
    for (HostObject object : objects.values()) {
      var namespace = namespace(object.meta().namespace());
      ledger.put(HostReviewer.claimingObject(HostRequests.of(object, this), namespace, policies));
    }
    return ledger;
  }

  @Override
  public String owner(String namespace) {
    return NamespaceChecks.of(namespace(namespace), policies).owner();
  }

  @Override
  public NamespaceFacts namespace(String name) {
    var known = namespaces.get(name);
    return known == null ? NamespaceFacts.unknown(name) : known;
  }

  @Override
  public Optional<String> defaultClass() {
    return Optional.empty();
  }

  @Override
  public Optional<IstioGateway> istioGateway(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).map(IstioGateway.class::cast);
  }

  @Override
  public Optional<KubernetesGateway> kubernetesGateway(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).map(KubernetesGateway.class::cast);
  }
}

package dev.sekisho.controlplane.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.controlplane.source.ObjectChange;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts objects into a state, as a source reports them. */
public record Objects(ClusterState state) {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  static JsonNode tree(String yaml) {
    var manifest = ManifestReader.read(yaml);
    if (manifest.documents().size() != 1) {
      throw new IllegalArgumentException("one object expected: " + manifest.problems());
    }
    return manifest.documents().getFirst().object();
  }

  public Optional<PolicyReport> put(String yaml) {
    var object = tree(yaml);
    var meta = object.path("metadata");
    var key =
        new ObjectKey(
            GroupVersionKind.of(object.path("apiVersion").asText(), object.path("kind").asText())
                .nameInKey(),
            meta.path("namespace").asText(""),
            meta.path("name").asText());
    return state.apply(new ObjectChange.Upserted(key, object), NOW);
  }

  public void delete(String kind, String namespace, String name) {
    state.apply(new ObjectChange.Deleted(new ObjectKey(kind, namespace, name)), NOW);
  }

  public static String policyText(String name, String hosts) {
    return """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: %s}
        spec:
          hosts: {%s}
        """
        .formatted(name, hosts);
  }

  public PolicyReport policy(String name, String hosts) {
    return policy(name, hosts, "");
  }

  public PolicyReport policy(String name, String hosts, String status) {
    var annotations =
        status.isEmpty()
            ? ""
            : "\n  annotations: {sekisho.dev/policy-status: '%s'}".formatted(status);
    return put("""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %s
              namespace: sekisho-system
              uid: uid-%s
              labels: {sekisho.dev/policy: "true"}%s
            data:
              policy.yaml: |
            """
                .formatted(name, name, annotations)
            + policyText(name, hosts).indent(4))
        .orElseThrow();
  }

  void namespace(String name) {
    put("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
  }

  void namespace(String name, String annotation, String value) {
    put(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s, annotations: {%s: '%s'}}}"
            .formatted(name, annotation, value));
  }

  static NamespaceFacts namespaceFacts(String name, String annotation, String value) {
    return new NamespaceFacts(name, Map.of(), Map.of(annotation, value));
  }

  void ingressClass(String name, boolean isDefault) {
    put(
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: %s
          annotations: {ingressclass.kubernetes.io/is-default-class: "%s"}
        """
            .formatted(name, isDefault));
  }

  void ingress(String namespace, String name, String host, String className, int age) {
    state.apply(
        new ObjectChange.Upserted(
            new ObjectKey("Ingress", namespace, name),
            ingressTree(namespace, name, host, className, age)),
        NOW);
  }

  void tlsIngress(String namespace, String name, String className, String secret, int age) {
    put(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %s, namespace: %s, uid: u-%s, creationTimestamp: "2026-01-01T00:00:0%dZ"}
        spec:
          ingressClassName: %s
          rules: [{host: x.test}]
          tls: [{hosts: [x.test], secretName: %s}]
        """
            .formatted(name, namespace, name, age, className, secret));
  }

  static JsonNode ingressTree(String namespace, String name, String host) {
    return ingressTree(namespace, name, host, "sekisho", 9);
  }

  private static String plural(String kind) {
    var word = kind.toLowerCase(Locale.ROOT);
    if (word.endsWith("s")) {
      return word + "es";
    }
    return word.endsWith("y") && !word.endsWith("ay")
        ? word.substring(0, word.length() - 1) + "ies"
        : word + "s";
  }

  /** Someone creates the object. */
  static ObjectRequest create(JsonNode object) {
    return request(Operation.CREATE, object, MissingNode.getInstance());
  }

  /** Someone edits the object. */
  static ObjectRequest update(JsonNode before, JsonNode after) {
    return request(Operation.UPDATE, after, before);
  }

  static ObjectRequest request(Operation operation, JsonNode object, JsonNode oldObject) {
    var described = object.isMissingNode() ? oldObject : object;
    var apiVersion = List.of(described.path("apiVersion").asText().split("/"));
    var group = apiVersion.size() == 1 ? "" : apiVersion.getFirst();
    var version = apiVersion.getLast();
    var kind = described.path("kind").asText();
    var meta = described.path("metadata");
    return new ObjectRequest(
        new GroupVersionKind(group, version, kind),
        new GroupVersionResource(group, version, plural(kind)),
        "",
        operation,
        meta.path("name").asText(""),
        meta.path("namespace").asText(""),
        new Requester("someone", Set.of()),
        false,
        object,
        oldObject);
  }

  /**
   * @param className empty: none
   * @param age seconds since the start of 2026, a digit
   */
  static JsonNode ingressTree(
      String namespace, String name, String host, String className, int age) {
    return tree(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %s, namespace: %s, uid: u-%s, creationTimestamp: "2026-01-01T00:00:0%dZ"}
        spec: {%s rules: [{host: "%s"}]}
        """
            .formatted(
                name,
                namespace,
                name,
                age,
                className.isEmpty() ? "" : "ingressClassName: " + className + ",",
                host));
  }

  /** The Ingresses that are routed. */
  List<String> granted() {
    return state.gatewayInput().granted().stream().map(i -> i.key().qualifiedName()).toList();
  }

  /** What admission says of a new Ingress. */
  List<String> messages(String namespace, String host) {
    var request = create(ingressTree(namespace, "new", host));
    return state.review(request).stream().map(Violation::message).toList();
  }
}

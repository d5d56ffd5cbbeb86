package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster for tests of the review: policies, ServiceAccounts, SecretProviderClasses. */
final class SecretWorld implements SecretLookup {

  private static final String NAMESPACE = "shop";
  private static final String OWN = "sekisho-system";

  private final List<Policy> policies = new ArrayList<>();
  private final Map<String, ServiceAccountFacts> accounts = new HashMap<>();
  private final Map<String, SecretProviderClass> classes = new HashMap<>();
  private boolean classesKnown = true;

  /** Under one policy with this {@code secrets} section. */
  static SecretWorld under(String section) {
    return new SecretWorld().and("policy", "deny", section);
  }

  SecretWorld and(String name, String enforcement, String section) {
    return policy(OWN, name, enforcement, section);
  }

  /** Under a policy of the namespace's own, too. */
  SecretWorld ofNamespace(String section) {
    return policy(NAMESPACE, "own", "deny", section);
  }

  private SecretWorld policy(String namespace, String name, String enforcement, String section) {
    var text =
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: %s}
        spec:
          enforcement: %s
          secrets:
        %s
        """
            .formatted(name, enforcement, section.indent(4));
    return parsed(namespace, text);
  }

  private SecretWorld parsed(String namespace, String text) {
    var result =
        PolicyParser.parse(new PolicySourceText(namespace, "policies", "p.yaml", text, OWN));
    if (!result.problems().isEmpty()) {
      throw new IllegalArgumentException(result.problems().toString());
    }
    policies.addAll(result.policies());
    return this;
  }

  /** Under one more platform policy, which exempts all from that check. */
  SecretWorld exempting(String check) {
    return parsed(
        OWN,
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: exemption}
        spec:
          exemptions: [{checks: [%s], reason: "until it moves"}]
        """
            .formatted(check));
  }

  Optional<Violation> withheld(
      GatewayCredentials.Gateway gateway, GatewayCredentials.Credential credential) {
    return GatewayCredentials.of(gateway, PolicySet.of(policies)).withheld(credential);
  }

  boolean gives(GatewayCredentials.Gateway gateway, GatewayCredentials.Credential credential) {
    return withheld(gateway, credential).isEmpty();
  }

  static SecretWorld withoutPolicy() {
    return new SecretWorld();
  }

  SecretWorld classesUnknown() {
    classesKnown = false;
    return this;
  }

  SecretWorld stored(String yaml) {
    var object = tree(yaml);
    String name = object.at("/metadata/name").asText();
    switch (object.path("kind").asText()) {
      case "ServiceAccount" -> accounts.put(name, ServiceAccountFacts.read(object));
      case "SecretProviderClass" -> classes.put(name, SecretProviderClass.read(object, NAMESPACE));
      default -> throw new IllegalArgumentException(yaml);
    }
    return this;
  }

  /** The messages about a new object. */
  List<String> create(String yaml) {
    return messages(violationsOf(yaml));
  }

  List<Violation> violationsOf(String yaml) {
    return review(Operation.CREATE, "", Optional.empty(), Optional.of(tree(yaml)));
  }

  List<String> update(String before, String after) {
    return messages(
        review(Operation.UPDATE, "", Optional.of(tree(before)), Optional.of(tree(after))));
  }

  List<String> updateOf(String subResource, String before, String after) {
    return messages(
        review(Operation.UPDATE, subResource, Optional.of(tree(before)), Optional.of(tree(after))));
  }

  List<String> delete(String yaml) {
    return messages(review(Operation.DELETE, "", Optional.of(tree(yaml)), Optional.empty()));
  }

  static List<String> messages(List<Violation> violations) {
    return violations.stream().map(Violation::message).toList();
  }

  static JsonNode tree(String yaml) {
    var manifest = ManifestReader.read(yaml);
    if (manifest.documents().size() != 1 || !manifest.problems().isEmpty()) {
      throw new IllegalArgumentException(yaml + manifest.problems());
    }
    return manifest.documents().getFirst().object();
  }

  List<Violation> review(
      Operation operation,
      String subResource,
      Optional<JsonNode> before,
      Optional<JsonNode> after) {
    var object = after.or(() -> before).orElseThrow();
    String apiVersion = object.path("apiVersion").asText();
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    String version = apiVersion.substring(slash + 1);
    String kind = object.path("kind").asText();
    String namespace = CLUSTER_SCOPED.contains(kind) ? "" : NAMESPACE;
    var request =
        new ObjectRequest(
            new GroupVersionKind(group, version, kind),
            new GroupVersionResource(group, version, "resources"),
            subResource,
            operation,
            object.at("/metadata/name").asText(""),
            namespace,
            new Requester("alice", Set.of()),
            false,
            after.orElse(MissingNode.getInstance()),
            before.orElse(MissingNode.getInstance()));
    return SecretReviewer.review(
        request, NamespaceFacts.unknown(namespace), PolicySet.of(policies), this);
  }

  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "StorageClass",
          "VolumeSnapshotClass",
          "PersistentVolume",
          "ClusterRole",
          "ClusterExternalSecret");

  @Override
  public Optional<ServiceAccountFacts> serviceAccount(String namespace, String name) {
    return Optional.ofNullable(accounts.get(name)).filter(a -> namespace.equals(NAMESPACE));
  }

  @Override
  public Optional<List<SecretProviderClass>> providerClasses(String namespace) {
    return classesKnown && namespace.equals(NAMESPACE)
        ? Optional.of(
            classes.values().stream()
                .sorted(Comparator.comparing(SecretProviderClass::name))
                .toList())
        : Optional.empty();
  }

  /** A Pod with these lines in its spec. */
  static String pod(String spec) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: api, labels: {app: api}}\nspec:\n"
        + spec.indent(2);
  }

  static String deployment(String spec) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          template:
            metadata: {labels: {app: api}}
            spec:
        """
        + spec.indent(6);
  }
}

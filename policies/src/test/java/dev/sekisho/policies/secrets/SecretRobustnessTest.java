package dev.sekisho.policies.secrets;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any JSON tree of any kind is reviewed without an exception. */
class SecretRobustnessTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** {@code apiVersion kind}. */
  private static final List<String> KINDS =
      List.of(
          "v1 Pod",
          "apps/v1 Deployment",
          "batch/v1 CronJob",
          "v1 ServiceAccount",
          "networking.k8s.io/v1 Ingress",
          "networking.istio.io/v1 Gateway",
          "gateway.networking.k8s.io/v1 Gateway",
          "external-secrets.io/v1 ExternalSecret",
          "external-secrets.io/v1 ClusterExternalSecret",
          "storage.k8s.io/v1 StorageClass",
          "v1 PersistentVolume",
          "rbac.authorization.k8s.io/v1 Role",
          "secrets-store.csi.x-k8s.io/v1 SecretProviderClass");

  /** Keys that the readers know, in groups that belong below each other. */
  private static final List<List<String>> KEYS =
      List.of(
          List.of("spec", "metadata", "rules", "parameters", "secrets", "imagePullSecrets"),
          List.of(
              "template",
              "jobTemplate",
              "spec",
              "containers",
              "volumes",
              "tls",
              "servers",
              "listeners",
              "target",
              "csi",
              "hostPath",
              "provider",
              "secretObjects",
              "labels",
              "parameters",
              "verbs",
              "resources",
              "apiGroups",
              "resourceNames"),
          List.of(
              "env",
              "envFrom",
              "volumeMounts",
              "name",
              "secret",
              "projected",
              "csi",
              "azureFile",
              "objects",
              "data",
              "tls",
              "certificateRefs",
              "secretName",
              "mountPath",
              "path"),
          List.of("valueFrom", "secretRef", "sources", "objectName", "key", "name", "driver"),
          List.of("secretKeyRef", "secret", "name"),
          List.of("name", "key"));

  private static final String POLICY =
      """
      default: deny
      deny: [{names: ["d*"]}]
      mounts: {readOnly: require, paths: [/m]}
      hostPaths: {deny: [/, /etc]}
      providerClasses: {allow: [a], objectPrefixes: [p]}
      automountServiceAccountToken: deny
      """;

  @Provide
  Arbitrary<JsonNode> trees() {
    return tree(0);
  }

  private static Arbitrary<JsonNode> tree(int depth) {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(
                    "", "db", "*", "/", "${", "arn:aws", "- {objectName: [", "\u0000", "\uFFFF")
                .map(JSON::textNode),
            Arbitraries.of(true, false).map(JSON::booleanNode),
            Arbitraries.integers().map(JSON::numberNode),
            Arbitraries.just(JSON.nullNode()));
    if (depth == KEYS.size()) {
      return leaf;
    }
    var inner = tree(depth + 1);
    Arbitrary<JsonNode> object =
        Combinators.combine(Arbitraries.of(KEYS.get(depth)), inner)
            .as(Map::entry)
            .list()
            .ofMaxSize(4)
            .map(
                entries -> {
                  var node = JSON.objectNode();
                  entries.forEach(entry -> node.set(entry.getKey(), entry.getValue()));
                  return node;
                });
    Arbitrary<JsonNode> array =
        object.list().ofMaxSize(2).map(list -> JSON.arrayNode().addAll(list));
    return depth == 0
        ? object
        : Arbitraries.frequencyOf(Tuple.of(4, object), Tuple.of(3, array), Tuple.of(1, leaf));
  }

  @Property(tries = 300)
  void neverThrows(@ForAll("trees") JsonNode tree) {
    var world = SecretWorld.under(POLICY);
    for (String kind : KINDS) {
      var words = kind.split(" ", -1);
      var object = ((ObjectNode) tree.deepCopy()).put("apiVersion", words[0]).put("kind", words[1]);
      assertThatCode(
              () -> world.review(Operation.UPDATE, "", Optional.of(object), Optional.of(object)))
          .as("%s %s", kind, object)
          .doesNotThrowAnyException();
      assertThatCode(
              () -> world.review(Operation.CREATE, "", Optional.empty(), Optional.of(object)))
          .as("%s %s", kind, object)
          .doesNotThrowAnyException();
    }
  }
}

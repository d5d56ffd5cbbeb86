package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.defaults.ObjectDefaults;
import dev.sekisho.policies.parse.yaml.ManifestDocument;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Objects from files get the defaults that the real API server gives them. */
@KubernetesTest
class DefaultsIT {

  /** What the server adds that is no default of the kind: by the storage, or by its plugins. */
  private static final Map<String, List<String>> NOT_DEFAULTS =
      Map.of(
          "/metadata",
          List.of(
              "namespace", "uid", "creationTimestamp", "managedFields", "generation", "finalizers"),
          "/spec",
          List.of(
              "clusterIP",
              "clusterIPs",
              "ipFamilies",
              "ipFamilyPolicy",
              "priority",
              "preemptionPolicy",
              "tolerations"),
          "",
          List.of("status"));

  private static final JsonMapper SORTED =
      JsonMapper.builder()
          .enable(
              SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
          .build();

  @TestFactory
  Stream<DynamicTest> asTheServerDoes(Cluster cluster) {
    String namespace = cluster.freshNamespace("defaults", "");
    cluster.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: runner, namespace: %s}}"
            .formatted(namespace));
    return Stream.of("workloads.yaml", "others.yaml")
        .flatMap(file -> ManifestReader.read(resource(file)).documents().stream())
        .map(ManifestDocument::object)
        .map(
            object ->
                DynamicTest.dynamicTest(
                    object.path("kind").asText() + " " + object.at("/metadata/name").asText(),
                    () -> compare(cluster, namespace, object)));
  }

  private static void compare(Cluster cluster, String namespace, ObjectNode object) {
    var run = cluster.createDryRun(namespace, object.toString()).orFail("kubectl create --dry-run");

    var expected = (ObjectNode) json(run.out());
    var actual = ObjectDefaults.of(object);

    strip(expected);
    strip(actual);
    assertThat(sorted(actual)).isEqualTo(sorted(expected));
    assertThat((JsonNode) ObjectDefaults.of(ObjectDefaults.of(object)))
        .as("defaults of what has them")
        .isEqualTo(ObjectDefaults.of(object));
  }

  /** The tree as text that can be compared line by line. */
  private static String sorted(JsonNode tree) {
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(tree, Object.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void strip(ObjectNode object) {
    NOT_DEFAULTS.forEach(
        (path, names) -> {
          if (object.at(path) instanceof ObjectNode parent) {
            parent.remove(names);
          }
        });
    if (object.at("/metadata/annotations") instanceof ObjectNode annotations
        && annotations.remove("deprecated.daemonset.template.generation") != null) {
      ((ObjectNode) object.path("metadata")).remove("annotations");
    }
    // A Job's selector and some labels are made up for this very Job.
    if (object.path("kind").asText().equals("Job")) {
      ((ObjectNode) object.at("/metadata/labels"))
          .remove(
              List.of(
                  "controller-uid",
                  "job-name",
                  "batch.kubernetes.io/controller-uid",
                  "batch.kubernetes.io/job-name"));
      ((ObjectNode) object.path("spec")).remove("selector");
      ((ObjectNode) object.at("/spec/template")).remove("metadata");
    }
    for (String path : List.of("/spec/template", "/template", "/spec/jobTemplate")) {
      withoutEmptyMeta(object.at(path));
    }
    withoutEmptyMeta(object.at("/spec/jobTemplate/spec/template"));
    object.path("spec").path("volumeClaimTemplates").forEach(DefaultsIT::withoutEmptyMeta);
    object
        .path("spec")
        .path("volumes")
        .forEach(volume -> withoutEmptyMeta(volume.at("/ephemeral/volumeClaimTemplate")));
    object.path("spec").path("ports").forEach(port -> ((ObjectNode) port).remove("nodePort"));
  }

  private static void withoutEmptyMeta(JsonNode template) {
    if (template.path("metadata") instanceof ObjectNode meta) {
      meta.remove("creationTimestamp");
      if (meta.isEmpty()) {
        ((ObjectNode) template).remove("metadata");
      }
    }
  }

  private static String resource(String name) {
    try (var in = DefaultsIT.class.getResourceAsStream("/defaults/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

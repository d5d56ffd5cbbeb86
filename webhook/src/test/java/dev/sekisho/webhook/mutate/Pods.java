package dev.sekisho.webhook.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Pods in namespace qa, what policies make of them, and that they do it once. */
final class Pods {

  private static final NamespaceFacts QA = NamespaceFacts.unknown("qa");

  private Pods() {}

  static JsonNode tree(String yaml) {
    return object("v1", "Pod", yaml);
  }

  /** Policies with that {@code secrets} section; the rest of the {@code spec} as lines. */
  static PolicySet policies(String name, String spec, String secrets) {
    var text =
        "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: {name: p%s}\nspec:\n%s  secrets:\n%s"
            .formatted(name, spec, secrets.indent(4));
    var parsed =
        PolicyParser.parse(
            new PolicySourceText("sekisho-system", "pods", "p.yaml", text, "sekisho-system"));
    assertThat(parsed.problems()).isEmpty();
    return PolicySet.of(parsed.policies());
  }

  static ObjectRequest create(String yaml) {
    return request(Operation.CREATE, "", yaml, "");
  }

  static ObjectRequest request(Operation operation, String subResource, String yaml, String old) {
    return request(
        new GroupVersionKind("", "v1", "Pod"),
        operation,
        subResource,
        tree(yaml),
        old.isEmpty() ? MissingNode.getInstance() : tree(old));
  }

  static ObjectRequest request(String apiVersion, String kind, String yaml) {
    int slash = apiVersion.indexOf('/');
    return request(
        new GroupVersionKind(
            slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind),
        Operation.CREATE,
        "",
        object(apiVersion, kind, yaml),
        MissingNode.getInstance());
  }

  private static ObjectRequest request(
      GroupVersionKind kind,
      Operation operation,
      String subResource,
      JsonNode object,
      JsonNode old) {
    return new ObjectRequest(
        kind,
        new GroupVersionResource(kind.group(), kind.version(), "pods"),
        subResource,
        operation,
        "",
        "qa",
        new Requester("jane", Set.of()),
        false,
        object,
        old);
  }

  static Mutated mutate(String yaml, String secrets) {
    return PodMutations.apply(create(yaml), QA, policies("", "", secrets));
  }

  static List<String> patch(String yaml, String secrets) {
    return patch(create(yaml), secrets);
  }

  static List<String> patch(ObjectRequest request, String secrets) {
    return patch(request, policies("", "", secrets));
  }

  /** Operations as text. A second round, as the API server may make it, changes nothing more. */
  static List<String> patch(ObjectRequest request, PolicySet policies) {
    var before = request.objectTree().deepCopy();
    var once = PodMutations.apply(request, QA, policies);
    assertThat(request.objectTree()).as("the object itself").isEqualTo(before);
    var twice = PodMutations.apply(request.withObject(once.object()), QA, policies);
    assertThat(twice).as("the second round").isEqualTo(once);
    var patch = JsonPatch.diff(before, once.object());
    var applied = JsonPatchTest.apply(patch, before);
    assertThat(JsonPatch.diff(applied, once.object()).isEmpty()).as("the patch applied").isTrue();
    return StreamSupport.stream(patch.toJson().spliterator(), false)
        .map(
            o ->
                o.path("op").asText()
                    + " "
                    + o.path("path").asText()
                    + (o.has("value") ? " " + o.path("value") : ""))
        .toList();
  }

  private static JsonNode object(String apiVersion, String kind, String yaml) {
    var head = "apiVersion: %s\nkind: %s\n".formatted(apiVersion, kind);
    // What comes as JSON brings its own head.
    var manifest = ManifestReader.read(yaml.startsWith("{") ? yaml : head + yaml);
    assertThat(manifest.problems()).isEmpty();
    return manifest.documents().getFirst().object();
  }
}

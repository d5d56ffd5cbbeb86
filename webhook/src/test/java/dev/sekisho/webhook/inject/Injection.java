package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.GroupVersionResource;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.objects.Requester;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import dev.sekisho.webhook.mutate.JsonPatch;
import dev.sekisho.webhook.mutate.Mutated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A Pod that is created, and all that decides on its sidecar. Immutable.
 *
 * @param kubeletsAreReady for native sidecars
 */
record Injection(
    InjectionSettings settings,
    NamespaceFacts namespace,
    List<Policy> policies,
    JsonNode pod,
    boolean kubeletsAreReady) {

  static final String HOME = "sekisho-system";

  /** In namespace shop, which asks for sidecars. */
  static Injection of(String pod) {
    return new Injection(
        InjectionSettings.defaults("1.2.3", HOME),
        new NamespaceFacts("shop", Map.of("sekisho.dev/injection", "enabled"), Map.of()),
        List.of(),
        tree("v1", "Pod", pod),
        true);
  }

  /** A Pod with these lines of metadata. */
  static Injection withMetadata(String lines) {
    return of(
        "metadata: {name: web, %s}\nspec: {containers: [{name: web, image: acme/web:1}]}\n"
            .formatted(lines));
  }

  static Injection annotated(String key, String value) {
    return withMetadata("annotations: {\"%s\": %s}".formatted(key, quoted(value)));
  }

  static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /**
   * What manifests say: one Pod, its Namespace, and policies.
   *
   * @param yaml several documents
   */
  static Injection ofManifests(String yaml) {
    var manifest = ManifestReader.read(yaml);
    assertThat(manifest.problems()).isEmpty();
    var read = of("spec: {}");
    for (var document : manifest.documents()) {
      var object = document.object();
      read =
          switch (object.path("kind").asText()) {
            case "Namespace" -> read.in(MetaReader.namespace(object));
            case "Pod" -> read.with(object);
            default -> throw new AssertionError(object.path("kind"));
          };
    }
    return read;
  }

  static JsonNode tree(String apiVersion, String kind, String yaml) {
    var head = "apiVersion: %s\nkind: %s\n".formatted(apiVersion, kind);
    var manifest = ManifestReader.read(yaml.startsWith("{") ? yaml : head + yaml);
    assertThat(manifest.problems()).isEmpty();
    return manifest.documents().getFirst().object();
  }

  Injection in(NamespaceFacts other) {
    return new Injection(settings, other, policies, pod, kubeletsAreReady);
  }

  /** In a namespace of the same name with these. */
  Injection in(Map<String, String> labels, Map<String, String> annotations) {
    return in(new NamespaceFacts(namespace.name(), labels, annotations));
  }

  Injection with(JsonNode other) {
    return new Injection(settings, namespace, policies, other, kubeletsAreReady);
  }

  Injection with(UnaryOperator<InjectionSettings> change) {
    return new Injection(change.apply(settings), namespace, policies, pod, kubeletsAreReady);
  }

  Injection withOldKubelets() {
    return new Injection(settings, namespace, policies, pod, false);
  }

  /** With one more platform policy that has this {@code mesh} section. */
  Injection withPolicy(String mesh) {
    return withPolicy("", mesh);
  }

  /** The same, with more lines of its {@code spec}. */
  Injection withPolicy(String spec, String mesh) {
    var text =
        "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: {name: p%d}\nspec:\n%s  mesh:\n%s"
            .formatted(policies.size(), spec, mesh.indent(4));
    var parsed = PolicyParser.parse(new PolicySourceText(HOME, "mesh", "p.yaml", text, HOME));
    assertThat(parsed.problems()).isEmpty();
    var more = new ArrayList<>(policies);
    more.addAll(parsed.policies());
    return new Injection(settings, namespace, more, pod, kubeletsAreReady);
  }

  private ObjectRequest request() {
    return new ObjectRequest(
        new GroupVersionKind("", "v1", "Pod"),
        new GroupVersionResource("", "v1", "pods"),
        "",
        Operation.CREATE,
        "",
        namespace.name(),
        new Requester("jane", Set.of()),
        false,
        pod,
        MissingNode.getInstance());
  }

  /** What comes of it; checks that the Pod itself is left alone, and that a second time is none. */
  Mutated run() {
    var before = pod.deepCopy();
    var once = inject(request());
    assertThat(pod).as("the Pod that came").isEqualTo(before);
    var twice = inject(request().withObject(once.object()));
    assertThat(twice).as("the second round").isEqualTo(once);
    return once;
  }

  private Mutated inject(ObjectRequest request) {
    var files =
        new TreeMap<>(
            Map.of(
                "envoy.json",
                "{\"node\":{\"id\":\"sidecar~unknown\"}}",
                "xds-ca.json",
                "{\"resources\":[]}"));
    return new SidecarInjector(settings, files)
        .inject(request, namespace, PolicySet.of(policies), kubeletsAreReady);
  }

  /** The Pod with its sidecar. */
  JsonNode pods() {
    var mutated = run();
    assertThat(mutated.problems()).isEmpty();
    assertThat(isInjected()).isTrue();
    return mutated.object();
  }

  boolean isInjected() {
    return !JsonPatch.diff(pod, run().object()).isEmpty();
  }

  /** Why it is refused, or what it is warned of; nothing is changed then. */
  List<String> messages() {
    assertThat(isInjected()).isFalse();
    return run().problems().stream().map(Violation::message).toList();
  }

  /** The sidecar's container. */
  JsonNode proxy() {
    return container("sekisho-proxy");
  }

  JsonNode container(String name) {
    var spec = pods().path("spec");
    for (var list : List.of("initContainers", "containers")) {
      for (var container : spec.path(list)) {
        if (container.path("name").asText().equals(name)) {
          return container;
        }
      }
    }
    return MissingNode.getInstance();
  }

  /** What follows that flag among a container's arguments. */
  static List<String> flag(JsonNode container, String name) {
    var args = container.path("args").valueStream().map(JsonNode::asText).toList();
    int at = args.indexOf(name);
    return at < 0 ? List.of() : List.of(args.get(at + 1));
  }
}

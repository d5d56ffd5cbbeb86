package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Schema and parser say the same of right and wrong documents: those of the parser's own tests, and
 * a full document with each of its nodes spoilt in every way.
 */
class SchemaAgreementTest {

  /** What no schema can say, by what the parser says. Nothing else may differ. */
  private static final Map<String, Predicate<PolicyProblem>> BEYOND_A_SCHEMA =
      Map.of(
          "names are unique in a ConfigMap, and those of rules in a policy",
          says("another policy of this ConfigMap has this name|this name is taken already"),
          "no key stands twice (JSON's model has no such thing)",
          says("duplicate key"),
          "keys that YAML takes for something else than text",
          says("is a string: quote it, YAML reads it as"),
          "the lengths of hosts and of their labels, once ${namespace} is filled in",
          says("a (label of a )?host has at most"),
          "the days that a month doesn't have",
          says("is no date"),
          "how a number is written (JSON's model has only its value)",
          says("a port is a whole number from 1 to 65535, not \"0[0-9]"),
          "what CEL's compiler says of an expression",
          problem ->
              problem.path().matches(".*(expression|Expression|jsonPatch)")
                  && !problem.message().matches("(expected|required|an expression is not).*"));

  private static Predicate<PolicyProblem> says(String pattern) {
    return problem -> Pattern.compile(pattern).matcher(problem.message()).find();
  }

  private static final String CEL =
      Documents.policy(
          "edge",
          """
          rules:
          - name: limits
            match: {apiGroups: ["", apps], apiVersions: [v1], resources: [pods, pods/status], operations: [CREATE]}
            variables: [{name: own, expression: "object.metadata.name"}]
            matchConditions: [{name: named, expression: "variables.own != 'x'"}]
            expression: |
              object.metadata.name ==
                'a'
            message: every container needs limits
            messageExpression: "'no ' + variables.own"
          - name: own-registry
            match: {podTemplates: true}
            expression: "size(podTemplate.spec.containers) > 0"
          mutations:
          - name: pull-secret
            match: {apiGroups: ["*"], resources: [pods]}
            jsonPatch: "[JSONPatch{op: 'remove', path: '/spec/hostNetwork'}]"
          """);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(PolicySchema.json(), InputFormat.JSON);

  private final List<String> disagreements = new ArrayList<>();
  private final Map<String, Integer> excused = new TreeMap<>();
  private int right;
  private int wrong;

  /** Asks both. Only documents that YAML can read are documents. */
  private void compare(String text) {
    var manifest = ManifestReader.read(text);
    if (manifest.documents().size() != 1) {
      return;
    }
    compare(text, manifest.documents().getFirst().object());
  }

  private void compare(String text, JsonNode tree) {
    if (tree.isNull()) {
      return; // nothing but comments: no document
    }
    var problems = Documents.parse(text).problems();
    var objections = SCHEMA.validate(tree);
    if (problems.isEmpty()) {
      right++;
      if (!objections.isEmpty()) {
        disagreements.add("the schema alone objects: " + objections + "\n" + text);
      }
    } else {
      wrong++;
      if (objections.isEmpty() && !problems.stream().allMatch(this::isExcused)) {
        disagreements.add("the parser alone objects: " + problems + "\n" + text);
      }
    }
  }

  private boolean isExcused(PolicyProblem problem) {
    for (var exception : BEYOND_A_SCHEMA.entrySet()) {
      if (exception.getValue().test(problem)) {
        excused.merge(exception.getKey(), 1, Integer::sum);
        return true;
      }
    }
    return false;
  }

  @Test
  void onTheParsersOwnDocuments() {
    Stream.of(WrongDocumentsTest.specs(), SecretsSectionTest.wrong(), MeshSectionTest.wrong())
        .flatMap(specs -> specs)
        .forEach(arguments -> compare(Documents.policy("edge", textOf(arguments))));
    WrongDocumentsTest.documents().forEach(arguments -> compare(textOf(arguments)));
    compare(Documents.FULL);
    compare(Documents.policy("edge", "{}"));
    compare(Documents.policy("edge", "exemptions: [{reason: x, expires: 2027-02-30}]"));
    compare(Documents.policy("edge", "hosts: {allow: [" + "a".repeat(64) + ".example]}"));
    for (String host : HOSTS) {
      compare(Documents.policy("edge", "hosts: {deny: ['" + host + "']}"));
    }
    for (String port : PORTS) {
      compare(Documents.policy("edge", "mesh: {mtls: {ports: {" + port + ": STRICT}}}"));
      compare(
          Documents.policy(
              "edge", "mesh: {allowFrom: [{principals: [a*], to: {ports: [" + port + "]}}]}"));
    }

    assertThat(disagreements).isEmpty();
    assertThat(wrong).isGreaterThan(60);
    assertThat(right).isGreaterThan(8);
    assertThat(excused)
        .containsKeys(
            "the days that a month doesn't have",
            "the lengths of hosts and of their labels, once ${namespace} is filled in");
  }

  private static final List<String> HOSTS =
      List.of(
          "*",
          "*.",
          "**",
          "a",
          "A.Example",
          "a.",
          ".a",
          "a..b",
          "-a",
          "a-",
          "a--b",
          "a_b",
          "*.*.a",
          "${namespace}",
          "${namespace}.a",
          "a-${namespace}.b",
          "-${namespace}",
          "*.${namespace}",
          "${ns}",
          "$namespace",
          "bücher.example",
          "a b",
          "",
          " a",
          "a:80",
          "1.2.3.4",
          "*a.b");

  private static final List<String> PORTS =
      List.of(
          "-1", "0", "1", "080", "8080", "9999", "10000", "65535", "65536", "70000", "'80'",
          "http");

  private static String textOf(Arguments arguments) {
    return (String) arguments.get()[0];
  }

  @Test
  void onTheExamplesForNewcomers() throws IOException {
    for (String example : List.of("examples/policies/edge.yaml")) {
      compare(Files.readString(Path.of("..", example)));
    }
    assertThat(disagreements).isEmpty();
    assertThat(right).isEqualTo(1);
  }

  @Test
  void onAFullDocumentSpoiltInEveryPlace() {
    var full = tree(Documents.FULL);
    specOf(full).remove("mesh");
    spoil(full, whole -> compare(whole.toString(), whole));

    assertThat(disagreements).isEmpty();
    assertThat(wrong).isGreaterThan(1000);
    assertThat(right).isGreaterThan(100);
  }

  @Test
  void onTheMeshSpoiltInEveryPlace() {
    // By itself: to read the whole document for each of its nodes takes long.
    var full = tree(Documents.FULL);
    specOf(full).retain("mesh");
    spoil(full, whole -> compare(whole.toString(), whole));

    assertThat(disagreements).isEmpty();
    assertThat(wrong).isGreaterThan(500);
    assertThat(right).isGreaterThan(50);
  }

  private static ObjectNode tree(String text) {
    return ManifestReader.read(text).documents().getFirst().object();
  }

  private static ObjectNode specOf(ObjectNode document) {
    return (ObjectNode) document.get("spec");
  }

  @Test
  void onRulesSpoiltInEveryPlace() {
    compare(CEL);
    assertThat(right).as("%s", Documents.problemsOf(CEL)).isEqualTo(1);
    var cel = ManifestReader.read(CEL).documents().getFirst().object();
    spoil(
        cel.path("spec"),
        spec -> {
          var whole = cel.deepCopy().<ObjectNode>set("spec", spec);
          compare(whole.toString(), whole);
        });

    assertThat(disagreements).isEmpty();
    assertThat(wrong).isGreaterThan(300);
    assertThat(right).isGreaterThan(30);
    assertThat(excused).containsKey("what CEL's compiler says of an expression");
  }

  /** Calls {@code each} with the tree as it comes out of each change of one of its nodes. */
  private static void spoil(JsonNode tree, Consumer<JsonNode> each) {
    others(tree).forEach(each);
    switch (tree) {
      case ObjectNode object -> spoilKeys(object, each);
      case ArrayNode list -> spoilItems(list, each);
      default -> {
        // A scalar: it has no parts.
      }
    }
  }

  private static void spoilKeys(ObjectNode object, Consumer<JsonNode> each) {
    for (String name : new TreeSet<>(object.propertyStream().map(Map.Entry::getKey).toList())) {
      each.accept(without(object, name));
      each.accept(without(object, name).<ObjectNode>set(name + "x", object.get(name)));
      each.accept(
          without(object, name).<ObjectNode>set(name.toUpperCase(Locale.ROOT), object.get(name)));
      spoil(
          object.get(name), part -> each.accept(without(object, name).<ObjectNode>set(name, part)));
    }
    each.accept(object.deepCopy().put("added", "x"));
  }

  private static ObjectNode without(ObjectNode object, String name) {
    return object.deepCopy().without(name);
  }

  private static void spoilItems(ArrayNode list, Consumer<JsonNode> each) {
    each.accept(list.deepCopy().addAll(list));
    for (int i = 0; i < list.size(); i++) {
      int index = i;
      var shorter = list.deepCopy();
      shorter.remove(i);
      each.accept(shorter);
      spoil(
          list.get(i),
          part -> {
            var copy = list.deepCopy();
            copy.set(index, part);
            each.accept(copy);
          });
    }
  }

  /** Values to stand in place of a node: of every type, and words that are near. */
  private static List<JsonNode> others(JsonNode was) {
    var others = new ArrayList<JsonNode>();
    for (String text :
        List.of(
            "",
            " ",
            "Deny",
            "allow",
            "deny",
            "set",
            "*",
            "a.b",
            "A/b",
            "true",
            "2027-13-01",
            "/",
            "/a/..",
            "${x}",
            "é")) {
      others.add(JSON.textNode(text));
    }
    others.add(JSON.nullNode());
    others.add(JSON.booleanNode(true));
    others.add(JSON.booleanNode(false));
    others.add(JSON.numberNode(7));
    others.add(JSON.numberNode(0.5));
    others.add(JSON.arrayNode());
    others.add(JSON.arrayNode().add(7));
    others.add(JSON.arrayNode().add("x"));
    others.add(JSON.objectNode());
    others.add(JSON.objectNode().put("a", 1));
    others.add(JSON.objectNode().put("a", "b"));
    if (was.isTextual()) {
      others.add(JSON.textNode(was.textValue() + "x"));
      others.add(JSON.textNode(was.textValue() + " "));
      others.add(JSON.textNode(was.textValue() + "/"));
    }
    return others;
  }
}

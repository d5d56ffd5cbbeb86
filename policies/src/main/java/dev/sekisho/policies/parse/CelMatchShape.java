package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.CelMatch;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.parse.WordShape.Word;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;

/** The {@code match} part of a rule or mutation. */
final class CelMatchShape {

  private static final String NOTHING = "an empty list would match nothing";
  private static final List<Operation> WRITES = List.of(Operation.CREATE, Operation.UPDATE);

  static final Key<List<String>> API_GROUPS =
      Key.optional(
          "apiGroups",
          "API groups, \"\" for the core; \"*\" for every one.",
          ListShape.notEmpty(CelTexts.API_GROUP, NOTHING));
  static final Key<List<String>> RESOURCES =
      Key.optional(
          "resources",
          "Resources in the plural, with subresources after \"/\".",
          ListShape.notEmpty(CelTexts.RESOURCE_NAME, NOTHING));
  private static final Key<List<String>> API_VERSIONS =
      Key.optional(
          "apiVersions",
          "API versions. Default: every one.",
          ListShape.notEmpty(CelTexts.API_VERSION, NOTHING + ": leave the key out for every one"));
  private static final Key<List<Operation>> OPERATIONS =
      Key.optional(
          "operations",
          "What is done to the object. Default: CREATE and UPDATE.",
          ListShape.notEmpty(
              new WordShape<>(
                  Arrays.stream(Operation.values()).map(o -> new Word<>(o.name(), o)).toList()),
              NOTHING + ": leave the key out for CREATE and UPDATE"));
  private static final Key<Boolean> POD_TEMPLATES =
      Key.optional(
          "podTemplates",
          "Pods and everything that has a Pod template, in place of groups and "
              + "resources. Default: false.",
          new WordShape<>(List.of(new Word<>("true", true), new Word<>("false", false))));

  private static final ObjectShape.Check CHECK =
      ObjectShape.Check.also(
          CelMatchShape::check,
          () ->
              SchemaText.parse(
                  """
                  {"if": {"properties": {"podTemplates": {"const": true}},
                          "required": ["podTemplates"]},
                   "then": {"properties":
                            {"apiGroups": false, "apiVersions": false, "resources": false}},
                   "else": {"required": ["apiGroups", "resources"]}}
                  """,
                  """
                  {"not": {"properties": {
                             "apiGroups": {"type": "array", "contains": {"const": "*"}},
                             "resources": {"type": "array",
                                           "contains": {"type": "string", "pattern": "^\\\\*"}}},
                           "required": ["apiGroups", "resources"]}}
                  """));

  /** Of a rule, which may be about everything that makes Pods. */
  static final ObjectShape<CelMatch> SHAPE =
      ObjectShape.of(
              List.of(API_GROUPS, API_VERSIONS, RESOURCES, OPERATIONS, POD_TEMPLATES),
              CelMatchShape::build)
          .checking(CHECK);

  /** Of a mutation, which is about resources: templates belong to whoever wrote them. */
  static final ObjectShape<CelMatch> OF_RESOURCES =
      ObjectShape.of(List.of(API_GROUPS, API_VERSIONS, RESOURCES, OPERATIONS), CelMatchShape::build)
          .checking(CHECK);

  private CelMatchShape() {}

  private static CelMatch build(Fields fields) {
    return new CelMatch(
        fields.get(API_GROUPS).orElse(List.of()),
        fields.get(API_VERSIONS).orElse(List.of()),
        fields.get(RESOURCES).orElse(List.of()),
        fields.get(OPERATIONS).orElse(WRITES),
        fields.get(POD_TEMPLATES).orElse(false));
  }

  private static void check(Fields fields, YamlNode.Mapping node, Spot at) {
    boolean templates = fields.get(POD_TEMPLATES).orElse(false);
    for (Key<?> key : List.of(API_GROUPS, API_VERSIONS, RESOURCES)) {
      var entry = node.entry(key.name());
      if (templates && entry.isPresent()) {
        at.key(key.name())
            .report(entry.get().key(), "podTemplates stands in place of groups and resources");
      } else if (!templates && entry.isEmpty() && !key.equals(API_VERSIONS)) {
        at.key(key.name()).report(node, "required, but missing");
      }
    }
    notEverything(fields, node, at);
  }

  /** Asked about everything, a cluster hangs on one webhook. */
  static void notEverything(Fields fields, YamlNode.Mapping node, Spot at) {
    boolean everyGroup = fields.get(API_GROUPS).orElse(List.of()).contains("*");
    boolean everyResource =
        fields.get(RESOURCES).orElse(List.of()).stream().anyMatch(r -> r.startsWith("*"));
    if (everyGroup && everyResource) {
      at.key(RESOURCES.name())
          .report(
              node.entry(RESOURCES.name()).map(YamlNode.Entry::value).orElse(node),
              "\"*\" over every group would ask about everything: name the groups or resources");
    }
  }
}

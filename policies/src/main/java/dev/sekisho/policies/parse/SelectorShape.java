package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.LabelSelector.Operator;
import dev.sekisho.policies.model.LabelSelector.Requirement;
import dev.sekisho.policies.parse.WordShape.Word;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;
import java.util.Map;

/** A label selector, with Kubernetes' rules for its expressions. */
final class SelectorShape {

  private static final Key<String> KEY = Key.required("key", "Key of a label.", Texts.LABEL_KEY);
  private static final Key<Operator> OPERATOR =
      Key.required(
          "operator",
          "How the label is compared.",
          new WordShape<>(
              List.of(
                  new Word<>("In", Operator.IN),
                  new Word<>("NotIn", Operator.NOT_IN),
                  new Word<>("Exists", Operator.EXISTS),
                  new Word<>("DoesNotExist", Operator.DOES_NOT_EXIST))));
  private static final Key<List<String>> VALUES =
      Key.optional("values", "Values for In and NotIn.", ListShape.of(Texts.LABEL_VALUE));

  private static final String VALUES_SCHEMA =
      """
      {"if": {"properties": {"operator": {"enum": ["In", "NotIn"]}}},
       "then": {"required": ["values"], "properties": {"values": {"minItems": 1}}},
       "else": {"properties": {"values": {"maxItems": 0}}}}
      """;

  private static final ObjectShape<Requirement> REQUIREMENT =
      ObjectShape.of(
              List.of(KEY, OPERATOR, VALUES),
              fields ->
                  new Requirement(
                      fields.require(KEY),
                      fields.require(OPERATOR),
                      fields.get(VALUES).orElse(List.of())))
          .checking(
              ObjectShape.Check.also(
                  SelectorShape::checkValues, () -> SchemaText.parse(VALUES_SCHEMA)));

  private static final Key<Map<String, String>> MATCH_LABELS =
      Key.optional(
          "matchLabels",
          "Labels that must be there with these values.",
          new TextMapShape(
              "labels",
              "a label key",
              TextForm.LABEL_KEY,
              KubernetesNames::labelKeyProblem,
              Texts.LABEL_VALUE));
  private static final Key<List<Requirement>> MATCH_EXPRESSIONS =
      Key.optional(
          "matchExpressions",
          "Further requirements, all of which must hold.",
          ListShape.of(REQUIREMENT));

  static final ObjectShape<LabelSelector> SHAPE =
      ObjectShape.of(
          List.of(MATCH_LABELS, MATCH_EXPRESSIONS),
          fields ->
              new LabelSelector(
                  fields.get(MATCH_LABELS).orElse(Map.of()),
                  fields.get(MATCH_EXPRESSIONS).orElse(List.of())));

  private SelectorShape() {}

  private static void checkValues(Fields fields, YamlNode.Mapping node, Spot at) {
    var operator = fields.get(OPERATOR);
    if (operator.isEmpty()) {
      return;
    }
    var written = node.entry(VALUES.name()).map(YamlNode.Entry::value);
    boolean any =
        written.isPresent()
            && !(written.get() instanceof YamlNode.Sequence list && list.items().isEmpty());
    Spot values = at.key(VALUES.name());
    switch (operator.get()) {
      case IN, NOT_IN -> {
        if (!any) {
          values.report(written.orElse(node), "In and NotIn need at least one value");
        }
      }
      case EXISTS, DOES_NOT_EXIST -> {
        if (any) {
          values.report(written.orElse(node), "Exists and DoesNotExist take no values");
        }
      }
    }
  }
}

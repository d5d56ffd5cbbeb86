package dev.sekisho.policies.parse;

import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.CelMatch;
import dev.sekisho.policies.model.CelMutation;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;

/** The {@code mutations} section: JSON patches in CEL. */
final class MutationsShape {

  private static final Key<String> NAME =
      Key.required("name", "Name of the mutation, unique in the policy.", CelTexts.ITEM_NAME);
  private static final Key<CelMatch> MATCH =
      Key.required("match", "What the mutation is about.", CelMatchShape.OF_RESOURCES);
  private static final Key<String> JSON_PATCH =
      Key.required(
          "jsonPatch", "An expression in CEL that gives a list of JSONPatch.", CelTexts.EXPRESSION);

  /** Never written: the check, which compiles, leaves the mutation here. */
  private static final Key<CelMutation> COMPILED = Key.optional("", "", new WordShape<>(List.of()));

  private static final ObjectShape<CelMutation> MUTATION =
      ObjectShape.of(
              List.of(NAME, MATCH, Expressions.CONDITIONS, Expressions.VARIABLES, JSON_PATCH),
              fields -> fields.require(COMPILED))
          .checking(MutationsShape::compile);

  static final ListShape<CelMutation> SHAPE = ListShape.of(MUTATION);

  private MutationsShape() {}

  private static void compile(Fields fields, YamlNode.Mapping node, Spot at) {
    var expressions = new Expressions(CelScope.MUTATION, node, at);
    var variables = expressions.variables();
    var conditions = expressions.conditions();
    var patch = expressions.compile(JSON_PATCH, Result.PATCHES);
    if (fields.has(NAME) && fields.has(MATCH)) {
      patch.ifPresent(
          compiled ->
              fields.put(
                  COMPILED,
                  new CelMutation(
                      fields.require(NAME),
                      fields.require(MATCH),
                      variables,
                      conditions,
                      compiled)));
    }
  }
}

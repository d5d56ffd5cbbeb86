package dev.sekisho.policies.parse;

import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.HostClaimRule;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;

/** The {@code claims} part of the {@code hosts} section: what other kinds claim, in CEL. */
final class ClaimsShape {

  private static final String NOTHING = "an empty list would match nothing";

  private static final Key<List<String>> API_GROUPS =
      Key.required(
          "apiGroups",
          "API groups of the kinds.",
          ListShape.notEmpty(CelTexts.NAMED_API_GROUP, NOTHING));
  private static final Key<List<String>> RESOURCES =
      Key.required(
          "resources",
          "Resources of the kinds, plural.",
          ListShape.notEmpty(CelTexts.WHOLE_RESOURCE, NOTHING));
  private static final Key<String> EXPRESSION =
      Key.required(
          "expression", "An expression in CEL that gives a list of hosts.", CelTexts.EXPRESSION);

  /** Never written: the check, which compiles, leaves the rule here. */
  private static final Key<HostClaimRule> COMPILED =
      Key.optional("", "", new WordShape<>(List.of()));

  static final ListShape<HostClaimRule> SHAPE =
      ListShape.of(
          ObjectShape.of(
                  List.of(API_GROUPS, RESOURCES, EXPRESSION), fields -> fields.require(COMPILED))
              .checking(ClaimsShape::compile));

  private ClaimsShape() {}

  private static void compile(Fields fields, YamlNode.Mapping node, Spot at) {
    var compiled = new Expressions(CelScope.CLAIM, node, at).compile(EXPRESSION, Result.STRINGS);
    if (fields.has(API_GROUPS) && fields.has(RESOURCES)) {
      compiled.ifPresent(
          expression ->
              fields.put(
                  COMPILED,
                  new HostClaimRule(
                      fields.require(API_GROUPS), fields.require(RESOURCES), expression)));
    }
  }
}

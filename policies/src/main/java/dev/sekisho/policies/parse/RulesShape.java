package dev.sekisho.policies.parse;

import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.CelMatch;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;

/** The {@code rules} section: rules in CEL. */
final class RulesShape {

  static final Key<String> NAME =
      Key.required(
          "name",
          "Name of the rule, unique in the policy; exemptions and reports use it.",
          CelTexts.ITEM_NAME);
  private static final Key<CelMatch> MATCH =
      Key.required("match", "What the rule is about.", CelMatchShape.SHAPE);
  private static final Key<String> EXPRESSION =
      Key.required(
          "expression",
          "An expression in CEL that is true of what is permitted. Variables: "
              + "object, oldObject, request, namespaceObject, variables; podTemplate "
              + "where podTemplates is set.",
          CelTexts.EXPRESSION);
  private static final Key<String> MESSAGE =
      Key.optional("message", "What users are told. Default: the expression.", CelTexts.MESSAGE);
  private static final Key<String> MESSAGE_EXPRESSION =
      Key.optional(
          "messageExpression",
          "An expression in CEL that gives the message; message stands in where it " + "fails.",
          CelTexts.EXPRESSION);

  /** Never written: the check, which compiles, leaves the rule here. */
  private static final Key<CelRule> COMPILED = Key.optional("", "", new WordShape<>(List.of()));

  /** An expression of several lines needs a message of its own. */
  private static final String MESSAGE_SCHEMA =
      """
      {"if": {"properties": {"expression":
                {"type": "string", "pattern": "^\\\\s*\\\\S[\\\\s\\\\S]*\\\\n[\\\\s\\\\S]*\\\\S"}},
              "required": ["expression"]},
       "then": {"required": ["message"]}}
      """;

  private static final ObjectShape<CelRule> RULE =
      ObjectShape.of(
              List.of(
                  NAME,
                  MATCH,
                  Expressions.CONDITIONS,
                  Expressions.VARIABLES,
                  EXPRESSION,
                  MESSAGE,
                  MESSAGE_EXPRESSION),
              fields -> fields.require(COMPILED))
          .checking(
              ObjectShape.Check.also(RulesShape::compile, () -> SchemaText.parse(MESSAGE_SCHEMA)));

  static final ListShape<CelRule> SHAPE = ListShape.of(RULE);

  private RulesShape() {}

  private static void compile(Fields fields, YamlNode.Mapping node, Spot at) {
    boolean templates = fields.get(MATCH).map(CelMatch::podTemplates).orElse(false);
    var expressions = new Expressions(templates ? CelScope.POD_TEMPLATE : CelScope.RULE, node, at);
    var variables = expressions.variables();
    var conditions = expressions.conditions();
    var expression = expressions.compile(EXPRESSION, Result.BOOL);
    var messageExpression = expressions.compile(MESSAGE_EXPRESSION, Result.STRING);
    boolean lines = fields.get(EXPRESSION).filter(t -> t.strip().contains("\n")).isPresent();
    if (lines && node.entry(MESSAGE.name()).isEmpty()) {
      at.key(MESSAGE.name()).report(node, "required, since the expression has several lines");
    }
    if (fields.has(NAME) && fields.has(MATCH)) {
      expression.ifPresent(
          compiled ->
              fields.put(
                  COMPILED,
                  new CelRule(
                      fields.require(NAME),
                      fields.require(MATCH),
                      variables,
                      conditions,
                      compiled,
                      fields.get(MESSAGE).orElse("").strip(),
                      messageExpression)));
    }
  }

  /** Names are what exemptions and reports call a rule by. */
  static void namesAreUnique(Key<?> section, YamlNode.Mapping spec, Spot at) {
    var names = new HashSet<String>();
    if (spec.entry(section.name()).map(YamlNode.Entry::value).orElse(spec)
        instanceof YamlNode.Sequence list) {
      for (int i = 0; i < list.items().size(); i++) {
        if (list.items().get(i) instanceof YamlNode.Mapping rule
            && rule.entry(NAME.name()).map(YamlNode.Entry::value).orElse(rule)
                instanceof YamlNode.Scalar name
            && !names.add(name.text())) {
          at.key(section.name())
              .item(i)
              .key(NAME.name())
              .report(name, "this name is taken already");
        }
      }
    }
  }
}

package dev.sekisho.policies.parse;

import dev.sekisho.policies.cel.expression.CelCompiler;
import dev.sekisho.policies.cel.expression.CelExpression;
import dev.sekisho.policies.cel.expression.CelScope;
import dev.sekisho.policies.cel.expression.Compiled;
import dev.sekisho.policies.cel.expression.Result;
import dev.sekisho.policies.model.NamedExpression;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Compiles the expressions of one rule, from its first variable on, and reports what is wrong with
 * them where they stand. Not thread-safe.
 */
final class Expressions {

  private static final Key<String> VARIABLE_NAME =
      Key.required("name", "Name of the variable.", CelTexts.VARIABLE_NAME);
  private static final Key<String> CONDITION_NAME =
      Key.required("name", "Name of the condition.", CelTexts.ITEM_NAME);
  private static final Key<String> TEXT =
      Key.required("expression", "An expression in CEL.", CelTexts.EXPRESSION);

  /** A name with the text of its expression. */
  record Named(String name, String text) {}

  static final Key<List<Named>> VARIABLES =
      Key.optional(
          "variables",
          "Expressions with names, for those that follow, as variables.<name>.",
          named(VARIABLE_NAME));
  static final Key<List<Named>> CONDITIONS =
      Key.optional(
          "matchConditions",
          "Conditions in CEL, all of which must hold for the rest to count.",
          named(CONDITION_NAME));

  private final YamlNode.Mapping node;
  private final Spot at;
  private CelCompiler compiler;

  Expressions(CelScope scope, YamlNode.Mapping node, Spot at) {
    this.compiler = CelCompiler.of(scope);
    this.node = node;
    this.at = at;
  }

  private static ListShape<Named> named(Key<String> name) {
    return ListShape.of(
        ObjectShape.of(
            List.of(name, TEXT), fields -> new Named(fields.require(name), fields.require(TEXT))));
  }

  /** Each may ask for those before it; all that follows may ask for them. */
  List<NamedExpression> variables() {
    return list(VARIABLES, VARIABLE_NAME, Result.ANYTHING, true);
  }

  List<NamedExpression> conditions() {
    return list(CONDITIONS, CONDITION_NAME, Result.BOOL, false);
  }

  private List<NamedExpression> list(
      Key<List<Named>> key, Key<String> name, Result result, boolean asVariables) {
    var compiled = new ArrayList<NamedExpression>();
    var names = new HashSet<String>();
    if (value(node, key.name()).orElse(node) instanceof YamlNode.Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        Spot spot = at.key(key.name()).item(i);
        if (sequence.items().get(i) instanceof YamlNode.Mapping item) {
          var called = value(item, name.name()).flatMap(Expressions::text);
          called
              .filter(n -> !names.add(n))
              .ifPresent(n -> spot.key(name.name()).report(item, "this name is taken already"));
          var expression = compile(item, spot, TEXT, result);
          if (called.isPresent() && expression.isPresent()) {
            compiled.add(new NamedExpression(called.get(), expression.get()));
            if (asVariables) {
              compiler = compiler.with(called.get(), expression.get());
            }
          }
        }
      }
    }
    return compiled;
  }

  /** The expression at this key; empty if it isn't there, or wrong. */
  Optional<CelExpression> compile(Key<String> key, Result result) {
    return compile(node, at, key, result);
  }

  private Optional<CelExpression> compile(
      YamlNode.Mapping parent, Spot spot, Key<String> key, Result result) {
    var value = value(parent, key.name());
    var text = value.flatMap(Expressions::text).filter(t -> !t.isBlank());
    if (value.isEmpty() || text.isEmpty()) {
      return Optional.empty();
    }
    return switch (compiler.compile(text.get(), result)) {
      case Compiled.Valid(CelExpression expression) -> Optional.of(expression);
      case Compiled.Invalid(var problems) -> {
        problems.forEach(p -> spot.key(key.name()).report(value.get(), p.toString()));
        yield Optional.empty();
      }
    };
  }

  private static Optional<YamlNode> value(YamlNode.Mapping mapping, String key) {
    return mapping.entry(key).map(YamlNode.Entry::value);
  }

  /** The text of a node that is a string; others have been reported already. */
  private static Optional<String> text(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar
            && scalar.type() == dev.sekisho.policies.parse.yaml.ScalarType.STRING
        ? Optional.of(scalar.text())
        : Optional.empty();
  }
}

package dev.sekisho.policies.cel;

import dev.sekisho.policies.cel.expression.CelBudget;
import dev.sekisho.policies.cel.expression.CelExpression;
import dev.sekisho.policies.cel.expression.CelVariables;
import dev.sekisho.policies.cel.expression.Evaluated;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.model.NamedExpression;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.PodTemplates;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one rule says of one request. */
final class RuleEvaluation {

  private static final String SECRET = "Secret";
  private static final String VARIABLES = "variables.";

  /** UTF-8 bytes; Kubernetes takes no longer message of an expression either. */
  private static final int LONGEST_MESSAGE = 5 * 1024;

  private final CelRule rule;
  private final ObjectRequest request;
  private final CelVariables variables;

  private RuleEvaluation(CelRule rule, ObjectRequest request, CelVariables variables) {
    this.rule = rule;
    this.request = request;
    this.variables = variables;
  }

  /** How the request violates the rule; empty if it doesn't. */
  static Optional<String> message(CelRule rule, ObjectRequest request, NamespaceFacts namespace) {
    var variables = CelVariables.of(request, namespace);
    rule.variables().forEach(v -> variables.with(v.name(), v.expression()));
    if (rule.match().podTemplates()) {
      var template = request.object().flatMap(o -> PodTemplates.in(request.kind(), o));
      if (template.isEmpty()) {
        return Optional.empty();
      }
      variables.withPodTemplate(template.get());
    }
    var evaluation = new RuleEvaluation(rule, request, variables);
    return evaluation.unlessConditionsFail();
  }

  private Optional<String> unlessConditionsFail() {
    Optional<String> failed = Optional.empty();
    for (NamedExpression condition : rule.conditions()) {
      switch (evaluate(condition.expression())) {
        // One that doesn't hold settles it, whatever became of the others.
        case Evaluated.Value(Boolean holds) when !holds -> {
          return Optional.empty();
        }
        case Evaluated.Value _ -> {}
        case Evaluated.Failed(String reason) ->
            failed = failed.or(() -> Optional.of(failure(reason)));
      }
    }
    return failed.isPresent() ? failed : ofExpression();
  }

  private Optional<String> ofExpression() {
    return switch (evaluate(rule.expression())) {
      case Evaluated.Value(Boolean holds) when holds -> Optional.empty();
      case Evaluated.Value _ -> Optional.of(denial());
      case Evaluated.Failed(String reason) -> Optional.of(failure(reason));
    };
  }

  private String denial() {
    return rule.messageExpression()
        .map(this::evaluate)
        .flatMap(
            evaluated ->
                switch (evaluated) {
                  case Evaluated.Value(String text) -> usable(text);
                  case Evaluated.Value _, Evaluated.Failed _ -> Optional.empty();
                })
        .orElseGet(
            () ->
                rule.message().isEmpty()
                    ? "failed expression: " + rule.expression().text().strip()
                    : rule.message());
  }

  private static Optional<String> usable(String text) {
    String message = text.strip();
    boolean tooLong = message.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE;
    return message.isEmpty() || tooLong || message.contains("\n")
        ? Optional.empty()
        : Optional.of(message);
  }

  /** A reason may quote from the object, which a Secret's may not. */
  private String failure(String reason) {
    String what = "rule \"" + rule.name() + "\" can't be evaluated";
    return request.kind().kind().equals(SECRET) ? what : what + ": " + reason;
  }

  private Evaluated evaluate(CelExpression expression) {
    return expression.evaluate(variables, new CelBudget());
  }

  /** Whether the rule, or a variable that it uses, is about how an object changes. */
  static boolean asksForOldObject(CelRule rule) {
    Map<String, CelExpression> byName = new HashMap<>();
    rule.variables().forEach(v -> byName.put(VARIABLES + v.name(), v.expression()));
    var expressions =
        Stream.concat(
            Stream.of(rule.expression()),
            rule.conditions().stream().map(NamedExpression::expression));
    var seen = new HashSet<String>();
    return expressions.anyMatch(expression -> asksForOldObject(expression, byName, seen));
  }

  private static boolean asksForOldObject(
      CelExpression expression, Map<String, CelExpression> byName, Set<String> seen) {
    if (expression.mentions("oldObject")) {
      return true;
    }
    List<CelExpression> used =
        expression.names().stream()
            .filter(seen::add)
            .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
            .toList();
    return used.stream().anyMatch(variable -> asksForOldObject(variable, byName, seen));
  }
}

package dev.sekisho.policies.model;

import dev.sekisho.policies.cel.expression.CelExpression;
import java.util.List;
import java.util.Optional;

/**
 * A rule in CEL, as in a ValidatingAdmissionPolicy.
 *
 * @param name unique in its policy
 * @param conditions must all hold for the rule to have a say
 * @param expression holds of what is right
 * @param message what to say where it doesn't; empty: the expression is shown
 * @param messageExpression makes the message; where it can't, {@code message} stands
 */
public record CelRule(
    String name,
    CelMatch match,
    List<NamedExpression> variables,
    List<NamedExpression> conditions,
    CelExpression expression,
    String message,
    Optional<CelExpression> messageExpression) {

  public CelRule {
    variables = List.copyOf(variables);
    conditions = List.copyOf(conditions);
  }
}

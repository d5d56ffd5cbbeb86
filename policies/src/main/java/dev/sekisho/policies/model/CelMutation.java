package dev.sekisho.policies.model;

import dev.sekisho.policies.cel.expression.CelExpression;
import java.util.List;

/**
 * A mutation in CEL, as in a MutatingAdmissionPolicy.
 *
 * @param name unique in its policy
 * @param conditions must all hold for the mutation to be made
 * @param jsonPatch comes to a list of operations
 */
public record CelMutation(
    String name,
    CelMatch match,
    List<NamedExpression> variables,
    List<NamedExpression> conditions,
    CelExpression jsonPatch) {

  public CelMutation {
    variables = List.copyOf(variables);
    conditions = List.copyOf(conditions);
  }
}

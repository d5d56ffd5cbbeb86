package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Policy;
import java.util.List;

/**
 * What a text says.
 *
 * @param policies those without problems, in document order
 * @param problems in the order of the text; if there are any, none of the policies should be used
 */
public record ParseResult(List<Policy> policies, List<PolicyProblem> problems) {

  public ParseResult {
    policies = List.copyOf(policies);
    problems = List.copyOf(problems);
  }
}

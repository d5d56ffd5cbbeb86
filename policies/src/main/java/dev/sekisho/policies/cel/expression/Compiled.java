package dev.sekisho.policies.cel.expression;

import java.util.List;

/** What became of a text. */
public sealed interface Compiled {

  /** It may be evaluated. */
  record Valid(CelExpression expression) implements Compiled {}

  /**
   * It may not.
   *
   * @param problems at least one
   */
  record Invalid(List<CelProblem> problems) implements Compiled {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}

package dev.sekisho.policies.cel.expression;

/**
 * One thing that is wrong with the text of an expression.
 *
 * @param line in the expression, from 1
 * @param column in code points, from 1
 * @param message in lower case, without the place
 */
public record CelProblem(int line, int column, String message) {

  /** {@code CEL 1:8: undefined field 'nam'}. */
  @Override
  public String toString() {
    return "CEL " + line + ":" + column + ": " + message;
  }
}

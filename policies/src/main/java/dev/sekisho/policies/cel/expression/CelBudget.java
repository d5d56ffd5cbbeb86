package dev.sekisho.policies.cel.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.runtime.CelEvaluationListener;

/**
 * What an expression may cost: one unit for each step, and one for ten characters that a call
 * makes. Kubernetes counts alike, in more detail, and stops an expression at the same {@link
 * #UNITS}; where it counts the length of what a call reads, this doesn't. Not thread-safe; a new
 * one for each expression.
 */
public final class CelBudget implements CelEvaluationListener {

  /** Kubernetes' limit for one expression. Some tenths of a second, at worst. */
  public static final long UNITS = 1_000_000;

  private static final int CHARACTERS_PER_UNIT = 10;

  private long left;

  public CelBudget() {
    this(UNITS);
  }

  CelBudget(long units) {
    this.left = units;
  }

  @Override
  public void callback(CelExpr expression, Object value) {
    left--;
    if (expression.getKind() == Kind.CALL && value instanceof String text) {
      left -= text.length() / CHARACTERS_PER_UNIT;
    }
    if (left < 0) {
      throw new Spent();
    }
  }

  /** An error, not an exception: {@code ||} and the like would take an exception for a value. */
  @SuppressWarnings("serial")
  static final class Spent extends Error {
    Spent() {
      super("", null, false, false);
    }
  }
}

package dev.sekisho.policies.cel.expression;

import dev.cel.common.CelRuntimeException;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;
import java.util.Optional;
import java.util.Set;

/**
 * An expression that has been checked and compiled. Two are equal if their texts are. Immutable and
 * thread-safe.
 */
public final class CelExpression {

  private final String text;
  private final CelType type;
  private final Set<String> names;
  private final CelRuntime.Program program;

  CelExpression(String text, CelType type, Set<String> names, CelRuntime.Program program) {
    this.text = text;
    this.type = type;
    this.names = names;
    this.program = program;
  }

  /** As written. */
  public String text() {
    return text;
  }

  CelType type() {
    return type;
  }

  /** Whether it asks for that variable, {@code oldObject} say; also {@code variables.x}. */
  public boolean mentions(String name) {
    return names.contains(name);
  }

  /** The names that it asks for. */
  public Set<String> names() {
    return names;
  }

  /** Its value for these variables. Takes what it costs from {@code budget}. */
  public Evaluated evaluate(CelVariables variables, CelBudget budget) {
    CelVariableResolver resolver = name -> Optional.ofNullable(variables.value(name, budget));
    try {
      return new Evaluated.Value(program.trace(resolver, budget));
    } catch (CelBudget.Spent _) {
      return new Evaluated.Failed("more work than an expression may do");
    } catch (StackOverflowError _) {
      return new Evaluated.Failed("nested too deeply");
    } catch (CelEvaluationException | CelRuntimeException | VariableFailed e) {
      return new Evaluated.Failed(Reasons.of(e));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CelExpression that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text: all that a revision of policies depends on. */
  @Override
  public String toString() {
    return text;
  }

  /** A variable that another expression makes has no value. */
  static final class VariableFailed extends RuntimeException {
    VariableFailed(String reason) {
      super(reason);
    }
  }
}

package dev.sekisho.policies.cel.library;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.Operator;
import java.util.List;
import java.util.Optional;

/**
 * Macros that the library for Java lacks: {@code sortBy}, and {@code existsOne} of two variables.
 */
public final class Macros {

  public static final List<CelMacro> ALL =
      List.of(
          CelMacro.newReceiverMacro("sortBy", 2, Macros::sortBy),
          CelMacro.newReceiverMacro("existsOne", 3, Macros::existsOne));

  private Macros() {}

  /** The list, sorted by a list of the keys. */
  private static Optional<CelExpr> sortBy(
      CelMacroExprFactory make, CelExpr target, List<CelExpr> arguments) {
    if (!isName(arguments.get(0))) {
      return Optional.of(make.reportError("sortBy() takes the name of a variable first"));
    }
    String sum = make.getAccumulatorVarName();
    CelExpr keys =
        make.fold(
            arguments.get(0).ident().name(),
            make.copy(target),
            sum,
            make.newList(),
            make.newBoolLiteral(true),
            make.newGlobalCall(
                Operator.ADD.getFunction(),
                make.newIdentifier(sum),
                make.newList(arguments.get(1))),
            make.newIdentifier(sum));
    return Optional.of(make.newGlobalCall(MoreListsLibrary.SORT_BY_KEYS, target, keys));
  }

  private static Optional<CelExpr> existsOne(
      CelMacroExprFactory make, CelExpr target, List<CelExpr> arguments) {
    if (!isName(arguments.get(0)) || !isName(arguments.get(1))) {
      return Optional.of(make.reportError("existsOne() takes the names of two variables first"));
    }
    String count = make.getAccumulatorVarName();
    CelExpr step =
        make.newGlobalCall(
            Operator.CONDITIONAL.getFunction(),
            arguments.get(2),
            make.newGlobalCall(
                Operator.ADD.getFunction(), make.newIdentifier(count), make.newIntLiteral(1)),
            make.newIdentifier(count));
    CelExpr one =
        make.newGlobalCall(
            Operator.EQUALS.getFunction(), make.newIdentifier(count), make.newIntLiteral(1));
    return Optional.of(
        make.fold(
            arguments.get(0).ident().name(),
            arguments.get(1).ident().name(),
            target,
            count,
            make.newIntLiteral(0),
            make.newBoolLiteral(true),
            step,
            one));
  }

  private static boolean isName(CelExpr expression) {
    return expression.getKind() == Kind.IDENT;
  }
}

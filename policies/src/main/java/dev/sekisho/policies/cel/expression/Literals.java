package dev.sekisho.policies.cel.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds calls that must fail for what is written in them; the API server refuses these too. */
final class Literals {

  private static final Set<String> CONVERSIONS =
      Set.of("bool", "bytes", "double", "duration", "int", "string", "timestamp", "uint");
  private static final Set<String> REGEXES = Set.of("matches", "find", "findAll");

  private Literals() {}

  /**
   * @param ast as checked
   * @param ready to run
   */
  static List<CelProblem> problems(CelAbstractSyntaxTree ast, CelAbstractSyntaxTree ready) {
    var problems = new ArrayList<CelProblem>();
    new Homogeneous(ast, (where, message) -> problems.add(at(ast, where, message))).check();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(node -> node.expr())
        .filter(expression -> expression.getKind() == Kind.CALL)
        .forEach(
            call ->
                problem(ast, ready, call)
                    .ifPresent(message -> problems.add(at(ast, call, message))));
    return problems;
  }

  private static Optional<String> problem(
      CelAbstractSyntaxTree ast, CelAbstractSyntaxTree ready, CelExpr expression) {
    var call = expression.call();
    if (CONVERSIONS.contains(call.function())) {
      boolean constant =
          call.args().size() == 1 && call.args().getFirst().getKind() == Kind.CONSTANT;
      return constant ? failure(ready, expression) : Optional.empty();
    }
    if (call.function().equals("format")) {
      return Formats.problem(ast, call);
    }
    if (REGEXES.contains(call.function()) && !call.args().isEmpty()) {
      CelExpr pattern = call.args().get(call.target().isPresent() ? 0 : call.args().size() - 1);
      return pattern.getKind() == Kind.CONSTANT
              && pattern.constant().getKind() == CelConstant.Kind.STRING_VALUE
          ? regexProblem(pattern.constant().stringValue())
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> failure(CelAbstractSyntaxTree ast, CelExpr call) {
    try {
      var alone =
          CelAbstractSyntaxTree.newCheckedAst(
              call, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
      Environment.RUNTIME.createProgram(alone).eval();
      return Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.of(Reasons.of(e));
    }
  }

  private static Optional<String> regexProblem(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("invalid regular expression: " + e.getDescription());
    }
  }

  private static CelProblem at(CelAbstractSyntaxTree ast, CelExpr expression, String message) {
    int offset = ast.getSource().getPositionsMap().getOrDefault(expression.id(), 0);
    var location = ast.getSource().getOffsetLocation(offset);
    return location
        .map(l -> new CelProblem(l.getLine(), l.getColumn() + 1, message))
        .orElseGet(() -> new CelProblem(1, 1, message));
  }
}

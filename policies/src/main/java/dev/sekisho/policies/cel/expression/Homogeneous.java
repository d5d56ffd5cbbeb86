package dev.sekisho.policies.cel.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Literal lists and maps must have elements of one type, except in what {@code format} prints. */
final class Homogeneous {

  private static final String EXEMPT = "format";

  private final CelAbstractSyntaxTree ast;

  /** Takes the expression that differs, and how. */
  private final BiConsumer<CelExpr, String> problem;

  Homogeneous(CelAbstractSyntaxTree ast, BiConsumer<CelExpr, String> problem) {
    this.ast = ast;
    this.problem = problem;
  }

  void check() {
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == Kind.LIST || node.getKind() == Kind.MAP)
        .filter(node -> !isExempt(node))
        .forEach(node -> check(node.expr()));
  }

  private static boolean isExempt(CelNavigableExpr node) {
    Optional<CelNavigableExpr> parent = node.parent();
    while (parent.isPresent()) {
      if (parent.get().expr().callOrDefault().function().equals(EXEMPT)) {
        return true;
      }
      parent = parent.get().parent();
    }
    return false;
  }

  private void check(CelExpr literal) {
    if (literal.getKind() == Kind.LIST) {
      var optional = literal.list().optionalIndices();
      var elements = new ArrayList<Typed>();
      for (int i = 0; i < literal.list().elements().size(); i++) {
        elements.add(typed(literal.list().elements().get(i), optional.contains(i)));
      }
      check(elements);
    } else {
      var entries = literal.map().entries();
      check(entries.stream().map(entry -> typed(entry.key(), false)).toList());
      check(entries.stream().map(entry -> typed(entry.value(), entry.optionalEntry())).toList());
    }
  }

  private record Typed(CelExpr expression, CelType type) {}

  private Typed typed(CelExpr expression, boolean optional) {
    CelType type = ast.getType(expression.id()).orElse(dev.cel.common.types.SimpleType.DYN);
    return new Typed(
        expression, optional && !type.parameters().isEmpty() ? type.parameters().get(0) : type);
  }

  private void check(List<Typed> elements) {
    for (Typed element : elements) {
      CelType first = elements.getFirst().type;
      if (!alike(first, element.type)) {
        problem.accept(
            element.expression,
            "expected type '%s' but found '%s'"
                .formatted(Types.text(first), Types.text(element.type)));
        return;
      }
    }
  }

  private static boolean alike(CelType a, CelType b) {
    if (a.kind() == CelKind.TYPE_PARAM || b.kind() == CelKind.TYPE_PARAM) {
      return true;
    }
    if (!a.name().equals(b.name()) || a.parameters().size() != b.parameters().size()) {
      return false;
    }
    for (int i = 0; i < a.parameters().size(); i++) {
      if (!alike(a.parameters().get(i), b.parameters().get(i))) {
        return false;
      }
    }
    return true;
  }
}

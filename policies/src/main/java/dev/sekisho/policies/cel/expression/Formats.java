package dev.sekisho.policies.cel.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.SimpleType;
import dev.sekisho.policies.cel.library.StringFormat;
import java.util.List;
import java.util.Optional;

/** Checks {@code "…".format([…])} where both are written out. */
final class Formats {

  private Formats() {}

  static Optional<String> problem(CelAbstractSyntaxTree ast, CelExpr.CelCall call) {
    var target = call.target().filter(t -> t.getKind() == Kind.CONSTANT);
    if (target.isEmpty()
        || target.get().constant().getKind() != CelConstant.Kind.STRING_VALUE
        || call.args().size() != 1
        || call.args().getFirst().getKind() != Kind.LIST) {
      return Optional.empty();
    }
    List<CelKind> values =
        call.args().getFirst().list().elements().stream()
            .map(element -> ast.getType(element.id()).orElse(SimpleType.DYN).kind())
            .toList();
    try {
      return problem(StringFormat.clauses(target.get().constant().stringValue()), values);
    } catch (IllegalArgumentException e) {
      return Optional.of(Reasons.of(e));
    }
  }

  private static Optional<String> problem(List<Character> clauses, List<CelKind> values) {
    if (clauses.size() != values.size()) {
      return Optional.of(
          "the text has %d clauses, but there are %d values"
              .formatted(clauses.size(), values.size()));
    }
    for (int i = 0; i < clauses.size(); i++) {
      if (!permits(clauses.get(i), values.get(i))) {
        return Optional.of(
            "the clause %%%s doesn't print a value of type %s"
                .formatted(
                    clauses.get(i), values.get(i).name().toLowerCase(java.util.Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  private static boolean permits(char clause, CelKind kind) {
    boolean integer = kind == CelKind.INT || kind == CelKind.UINT;
    boolean open = kind == CelKind.DYN || kind == CelKind.ANY || kind == CelKind.TYPE_PARAM;
    boolean fits =
        switch (clause) {
          case 's' -> kind != CelKind.OPAQUE && kind != CelKind.STRUCT;
          case 'f', 'e' -> kind == CelKind.DOUBLE || kind == CelKind.STRING;
          case 'b' -> integer || kind == CelKind.BOOL;
          case 'x', 'X' -> integer || kind == CelKind.STRING || kind == CelKind.BYTES;
          default -> integer;
        };
    return fits || open;
  }
}

package dev.sekisho.policies.cel.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.sekisho.policies.cel.library.Overrides;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Makes a checked expression ready to run here. */
final class Rewrite {

  private Rewrite() {}

  /** With our functions in place of the library's, and maps in place of structures. */
  static CelAbstractSyntaxTree ready(CelAbstractSyntaxTree ast) {
    var references = new HashMap<Long, CelReference>();
    ast.getReferenceMap().forEach((id, reference) -> references.put(id, replaced(reference)));
    return CelAbstractSyntaxTree.newCheckedAst(
        withoutStructures(ast, references), ast.getSource(), references, ast.getTypeMap());
  }

  private static CelReference replaced(CelReference reference) {
    var ids = new LinkedHashSet<String>();
    reference.overloadIds().forEach(id -> ids.add(Overrides.REPLACED.getOrDefault(id, id)));
    return ids.equals(Set.copyOf(reference.overloadIds()))
        ? reference
        : CelReference.newBuilder()
            .setName(reference.name())
            .addOverloadIds(ids.toArray(String[]::new))
            .build();
  }

  private static CelExpr withoutStructures(
      CelAbstractSyntaxTree ast, Map<Long, CelReference> references) {
    var root = CelMutableExprConverter.fromCelExpr(ast.getExpr());
    var next = new long[] {CelNavigableAst.fromAst(ast).getRoot().maxId() + 1};
    var structures =
        CelNavigableMutableExpr.fromExpr(root)
            .allNodes()
            .map(node -> node.expr())
            .filter(expression -> expression.getKind() == Kind.STRUCT)
            .toList();
    for (CelMutableExpr structure : structures) {
      var entries =
          structure.struct().entries().stream()
              .map(
                  entry ->
                      CelMutableMap.Entry.create(
                          entry.id(),
                          CelMutableExpr.ofConstant(
                              next[0]++, CelConstant.ofValue(entry.fieldKey())),
                          entry.value(),
                          entry.optionalEntry()))
              .toList();
      references.remove(structure.id());
      structure.setMap(CelMutableMap.create(entries));
    }
    return CelMutableExprConverter.fromMutableExpr(root);
  }

  /** The variables that it asks for, {@code variables.x} with their names. */
  static Set<String> names(CelAbstractSyntaxTree ast) {
    var names = new HashSet<String>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(node -> node.expr())
        .forEach(
            expression -> {
              if (expression.getKind() == Kind.IDENT) {
                names.add(expression.ident().name());
              } else if (expression.getKind() == Kind.SELECT) {
                String operand = expression.select().operand().identOrDefault().name();
                if (operand.equals(CelScope.VARIABLES)) {
                  names.add(operand + "." + expression.select().field());
                }
              }
            });
    return Set.copyOf(names);
  }
}

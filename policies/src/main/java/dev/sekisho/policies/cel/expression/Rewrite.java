package dev.sekisho.policies.cel.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.sekisho.policies.cel.library.CelLibrary;
import dev.sekisho.policies.cel.library.Overrides;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a checked expression ready to run here. */
final class Rewrite {

  private static final Set<String> LOGIC = Set.of("_&&_", "_||_");
  private static final Map<String, String> SHARED = shared();

  private final CelAbstractSyntaxTree ast;
  private final Map<Long, CelReference> references;
  private final Map<Long, CelType> types;
  private long next;

  private Rewrite(
      CelAbstractSyntaxTree ast, Map<Long, CelReference> references, Map<Long, CelType> types) {
    this.ast = ast;
    this.references = references;
    this.types = types;
    this.next = CelNavigableAst.fromAst(ast).getRoot().maxId() + 1;
  }

  private static Map<String, String> shared() {
    var shared = new HashMap<String, String>();
    CelLibrary.all().forEach(library -> shared.putAll(library.shared()));
    return Map.copyOf(shared);
  }

  /** With our functions in place of the library's, and maps in place of structures. */
  static CelAbstractSyntaxTree ready(CelAbstractSyntaxTree ast) {
    var references = new HashMap<Long, CelReference>();
    ast.getReferenceMap().forEach((id, reference) -> references.put(id, replaced(reference)));
    var root = CelMutableExprConverter.fromCelExpr(ast.getExpr());
    var types = new HashMap<Long, CelType>(ast.getTypeMap());
    new Rewrite(ast, references, types).inPlace(root);
    return CelAbstractSyntaxTree.newCheckedAst(
        CelMutableExprConverter.fromMutableExpr(root), ast.getSource(), references, types);
  }

  private static CelReference replaced(CelReference reference) {
    var ids = new LinkedHashSet<String>();
    boolean open = reference.overloadIds().size() > 1;
    for (String id : reference.overloadIds()) {
      String fixed = Overrides.REPLACED.getOrDefault(id, id);
      ids.add(open ? SHARED.getOrDefault(fixed, fixed) : fixed);
    }
    return ids.equals(Set.copyOf(reference.overloadIds()))
        ? reference
        : CelReference.newBuilder()
            .setName(reference.name())
            .addOverloadIds(ids.toArray(String[]::new))
            .build();
  }

  private void inPlace(CelMutableExpr root) {
    // A list of them first: what is put in isn't to be looked at.
    var all = CelNavigableMutableExpr.fromExpr(root).allNodes().map(node -> node.expr()).toList();
    for (CelMutableExpr expression : all) {
      switch (expression.getKind()) {
        case STRUCT -> structure(expression);
        case SELECT -> presence(expression);
        case CALL -> logic(expression);
        case NOT_SET, CONSTANT, IDENT, LIST, MAP, COMPREHENSION -> {}
      }
    }
  }

  /** A structure becomes a map: that is what patches are made of. */
  private void structure(CelMutableExpr expression) {
    var entries =
        expression.struct().entries().stream()
            .map(
                entry ->
                    CelMutableMap.Entry.create(
                        entry.id(),
                        constant(entry.fieldKey()),
                        entry.value(),
                        entry.optionalEntry()))
            .toList();
    references.remove(expression.id());
    expression.setMap(CelMutableMap.create(entries));
  }

  /** {@code has()} is no error where there are no fields at all. */
  private void presence(CelMutableExpr expression) {
    var select = expression.select();
    if (select.testOnly()) {
      references.put(expression.id(), overload(Overrides.HAS));
      expression.setCall(CelMutableCall.create("@has", select.operand(), constant(select.field())));
    }
  }

  /** An operand that is no truth value is an error, which the other may outweigh. */
  private void logic(CelMutableExpr expression) {
    var call = expression.call();
    if (!LOGIC.contains(call.function())) {
      return;
    }
    for (int i = 0; i < call.args().size(); i++) {
      CelMutableExpr operand = call.args().get(i);
      if (!ast.getType(operand.id()).equals(Optional.of(SimpleType.BOOL))) {
        references.put(next, overload(Overrides.TRUTH));
        types.put(next, SimpleType.BOOL);
        call.setArg(i, CelMutableExpr.ofCall(next++, CelMutableCall.create("@truth", operand)));
      }
    }
  }

  private CelMutableExpr constant(String text) {
    types.put(next, SimpleType.STRING);
    return CelMutableExpr.ofConstant(next++, CelConstant.ofValue(text));
  }

  private static CelReference overload(String id) {
    return CelReference.newBuilder().setName("").addOverloadIds(id).build();
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

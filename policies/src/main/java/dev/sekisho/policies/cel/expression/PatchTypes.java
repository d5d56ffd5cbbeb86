package dev.sekisho.policies.cel.expression;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of mutations: {@code JSONPatch}, and {@code Object}, {@code Object.spec} and so on,
 * which have whatever fields an expression gives them.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 *     Admission Policy</a>
 */
final class PatchTypes {

  static final StructType PATCH =
      StructType.create(
          "JSONPatch",
          ImmutableSet.of("op", "path", "from", "value"),
          field -> Optional.of(field.equals("value") ? SimpleType.DYN : SimpleType.STRING));

  private static final String OBJECT = "Object";

  private PatchTypes() {}

  /** The types of objects that {@code parsed} makes. */
  static Map<String, CelType> in(CelAbstractSyntaxTree parsed) {
    var fields = new HashMap<String, Set<String>>();
    var selected = new HashSet<String>();
    CelNavigableAst.fromAst(parsed)
        .getRoot()
        .allNodes()
        .map(node -> node.expr())
        .forEach(
            expression -> {
              if (expression.getKind() == Kind.STRUCT) {
                collect(expression, fields);
              } else if (expression.getKind() == Kind.SELECT) {
                selected.add(expression.select().field());
              }
            });
    var types = new HashMap<String, CelType>();
    fields.forEach(
        (name, names) -> {
          names.addAll(selected);
          types.put(
              name,
              StructType.create(
                  name, ImmutableSet.copyOf(names), _ -> Optional.of(SimpleType.DYN)));
        });
    return types;
  }

  private static void collect(CelExpr expression, Map<String, Set<String>> fields) {
    String name = expression.struct().messageName();
    if (name.equals(OBJECT) || name.startsWith(OBJECT + ".")) {
      var names = fields.computeIfAbsent(name, _ -> new HashSet<>());
      expression.struct().entries().forEach(entry -> names.add(entry.fieldKey()));
    }
  }
}

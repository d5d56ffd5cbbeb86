package dev.sekisho.policies.cel.expression;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;

/** What a kind of expression may ask for. */
public enum CelScope {
  RULE(
      ImmutableMap.of(
          "object", SimpleType.DYN,
          "oldObject", SimpleType.DYN,
          "request", RequestTypes.REQUEST,
          "namespaceObject", RequestTypes.NAMESPACE)),
  /** Of a rule for everything that makes Pods. */
  POD_TEMPLATE(
      ImmutableMap.of(
          "object", SimpleType.DYN,
          "oldObject", SimpleType.DYN,
          "request", RequestTypes.REQUEST,
          "namespaceObject", RequestTypes.NAMESPACE,
          "podTemplate", SimpleType.DYN)),
  MUTATION(
      ImmutableMap.of(
          "object", SimpleType.DYN,
          "oldObject", SimpleType.DYN,
          "request", RequestTypes.REQUEST,
          "namespaceObject", RequestTypes.NAMESPACE)),
  /** Who asks doesn't matter to what an object claims. */
  CLAIM(ImmutableMap.of("object", SimpleType.DYN, "namespaceObject", RequestTypes.NAMESPACE));

  static final String VARIABLES = "variables";

  private final ImmutableMap<String, CelType> variables;

  CelScope(ImmutableMap<String, CelType> variables) {
    this.variables = variables;
  }

  ImmutableMap<String, CelType> variables() {
    return variables;
  }

  /** What to say of a name that isn't there, though people may expect it. */
  String remedy(String name) {
    return switch (name) {
      case "params" -> ": policies have no parameters, write the values into the expression";
      case "authorizer" -> ": asking the authorizer is not supported";
      case "podTemplate" -> ": it is there in rules with match.podTemplates";
      case "request", "oldObject" -> ": what an object claims doesn't depend on the request";
      case VARIABLES -> ": no variables are defined before this expression";
      default -> "";
    };
  }
}

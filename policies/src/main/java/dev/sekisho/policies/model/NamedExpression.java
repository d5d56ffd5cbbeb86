package dev.sekisho.policies.model;

import dev.sekisho.policies.cel.expression.CelExpression;

/** A variable, or a condition, of a rule in CEL. */
public record NamedExpression(String name, CelExpression expression) {}

package dev.sekisho.policies.objects;

/**
 * A field of an object that can't be read as its kind demands.
 *
 * @param path field path, {@code spec.rules[0].host}
 * @param problem what is wrong, without the value
 */
public record FieldProblem(String path, String problem) {}

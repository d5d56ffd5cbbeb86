package dev.sekisho.xds.model;

import dev.sekisho.policies.objects.ObjectKey;

/**
 * A part of an object that isn't served as it was meant, and why.
 *
 * @param fieldPath {@code spec.rules[0]}
 * @param message for the user, starts in lower case
 */
public record ConfigProblem(ObjectKey object, String fieldPath, String message) {}

package dev.sekisho.policies.model;

/**
 * One way in which an object breaks one policy.
 *
 * @param policy id of the policy, {@code namespace/ConfigMap/name}
 * @param rule key path of the check in the policy, {@code hosts.unlisted}
 * @param fieldPath the field of the object, {@code spec.rules[0].host}
 * @param message for the user, to the letter as documented
 */
public record Violation(
    String policy, String rule, String fieldPath, String message, Enforcement enforcement) {}

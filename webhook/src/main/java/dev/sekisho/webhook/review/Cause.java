package dev.sekisho.webhook.review;

/**
 * One violation among {@code status.details.causes}.
 *
 * @param policy id of the policy; empty if no policy is needed for the violation
 * @param rule the cause's {@code reason}
 * @param message for the user
 * @param field path in the object
 */
public record Cause(String policy, String rule, String message, String field) {

  /** The cause's {@code message}: StatusCause has no field of its own for the policy. */
  String messageWithPolicy() {
    return policy.isEmpty() ? message : message + " [" + policy + "]";
  }
}

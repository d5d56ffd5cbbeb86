package dev.sekisho.policies.parse;

/**
 * Something about a ConfigMap that its author should know, though it is no error.
 *
 * @param key of its data; empty if the note is not about one key
 * @param message for the user, in lower case
 */
public record PolicyNote(String key, String message) {

  /** {@code key: message}. */
  @Override
  public String toString() {
    return key.isEmpty() ? message : key + ": " + message;
  }
}

package dev.sekisho.policies.parse;

/**
 * One key of an object in the policy document.
 *
 * @param description for people in editors: what it means, and what holds where it is absent
 * @param <T> what its value is in the model
 */
record Key<T>(String name, String description, Shape<T> shape, boolean required) {

  static <T> Key<T> optional(String name, String description, Shape<T> shape) {
    return new Key<>(name, description, shape, false);
  }

  static <T> Key<T> required(String name, String description, Shape<T> shape) {
    return new Key<>(name, description, shape, true);
  }
}

package dev.sekisho.policies.parse;

/**
 * One key of an object in the policy document.
 *
 * @param <T> what its value is in the model
 */
record Key<T>(String name, Shape<T> shape, boolean required) {

  static <T> Key<T> optional(String name, Shape<T> shape) {
    return new Key<>(name, shape, false);
  }

  static <T> Key<T> required(String name, Shape<T> shape) {
    return new Key<>(name, shape, true);
  }
}

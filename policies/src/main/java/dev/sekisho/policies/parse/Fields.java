package dev.sekisho.policies.parse;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values that were read for the keys of one object. */
final class Fields {

  private final Map<String, Object> values = new HashMap<>();

  <T> void put(Key<T> key, T value) {
    values.put(key.name(), value);
  }

  /** The value; empty if the key is absent or its value wrong. */
  @SuppressWarnings("unchecked") // put stores under a key only what the key's shape reads
  <T> Optional<T> get(Key<T> key) {
    return Optional.ofNullable((T) values.get(key.name()));
  }

  boolean has(Key<?> key) {
    return values.containsKey(key.name());
  }

  /** The value of a required key of an object without problems. */
  <T> T require(Key<T> key) {
    return get(key).orElseThrow(() -> new IllegalStateException("no " + key.name()));
  }
}

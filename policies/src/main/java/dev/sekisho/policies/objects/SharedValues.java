package dev.sekisho.policies.objects;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes equal values one object, as far as they were met lately: of what thousands of objects say
 * alike, one copy is kept. It holds on to a bounded number of values. For immutable ones; for one
 * thread.
 */
public final class SharedValues {

  /** A power of two. Each value has one place, by its hash, and the last one there is known. */
  private static final int PLACES = 1 << 13;

  private final Object[] values = new Object[PLACES];

  /** {@code value}, or one that equals it. */
  @SuppressWarnings("unchecked") // what equals a value is of the same class here
  public <T> T of(T value) {
    // A text and an Optional of it, say, have one hash, and would push each other out.
    int hash = 31 * value.hashCode() + value.getClass().hashCode();
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    var known = values[place];
    if (known != null && known.getClass() == value.getClass() && known.equals(value)) {
      return (T) known;
    }
    values[place] = value;
    return value;
  }

  /** The same for a map and all texts in it. */
  public Map<String, String> texts(Map<String, String> map) {
    var shared = new HashMap<String, String>();
    map.forEach((key, value) -> shared.put(of(key), of(value)));
    return of(Map.copyOf(shared));
  }

  Optional<String> text(Optional<String> text) {
    return of(text.map(this::of));
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fields and elements: what is there, and what to say of what isn't. */
final class Access {

  private Access() {}

  /** Whether there is such a field; what has no fields has none. */
  static boolean has(Object operand, String field) {
    return optionalIndex(operand, field).isPresent();
  }

  /** An optional operand makes an optional result; in others a missing key is an error. */
  static Object index(Object operand, Object key) {
    if (operand instanceof Optional<?>) {
      return optionalIndex(operand, key);
    }
    if (!(operand instanceof Map || operand instanceof List)) {
      throw new IllegalArgumentException("no such overload");
    }
    return find(operand, key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    operand instanceof List
                        ? "index out of bounds: " + key
                        : "no such key: " + key));
  }

  static Optional<Object> optionalIndex(Object operand, Object key) {
    return operand instanceof Optional<?> optional
        ? optional.flatMap(inner -> find(inner, key))
        : find(operand, key);
  }

  private static Optional<Object> find(Object operand, Object key) {
    return switch (operand) {
      case Map<?, ?> map -> Values.find(map, key);
      case List<?> list -> element(list, key);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> element(List<?> list, Object key) {
    long index =
        switch (key) {
          case Long number -> number;
          case UnsignedLong number -> number.longValue();
          case Double number when number == Math.rint(number) -> number.longValue();
          default -> throw new IllegalArgumentException("unsupported index type");
        };
    return index < 0 || index >= list.size()
        ? Optional.empty()
        : Optional.of(list.get((int) index));
  }
}

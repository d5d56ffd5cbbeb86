package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Equality and order of CEL's values, in which numbers of different types compare by value. */
public final class Values {

  /** Of what CEL calls comparable; anything else has no order, which is an error. */
  static final Comparator<Object> ORDER = Values::compare;

  private Values() {}

  /** Whether the language calls them equal. */
  public static boolean equal(Object a, Object b) {
    if (a instanceof Number && b instanceof Number) {
      return isNumber(a) && isNumber(b) && compareNumbers(a, b) == 0;
    }
    if (a instanceof List<?> first && b instanceof List<?> second) {
      if (first.size() != second.size()) {
        return false;
      }
      for (int i = 0; i < first.size(); i++) {
        if (!equal(first.get(i), second.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a instanceof Map<?, ?> first && b instanceof Map<?, ?> second) {
      return first.size() == second.size()
          && first.entrySet().stream()
              .allMatch(
                  e -> find(second, e.getKey()).filter(v -> equal(e.getValue(), v)).isPresent());
    }
    return a.equals(b);
  }

  /** The value at a key, where a number finds the key of an equal number. */
  public static Optional<Object> find(Map<?, ?> map, Object key) {
    Object direct = map.get(key);
    if (direct != null) {
      return Optional.of(direct);
    }
    if (!(key instanceof Number)) {
      return Optional.empty();
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() instanceof Number && equal(entry.getKey(), key)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  private static boolean isNumber(Object value) {
    return !(value instanceof Double d && d.isNaN());
  }

  private static int compare(Object a, Object b) {
    return switch (a) {
      case Number _ when b instanceof Number -> compareNumbers(a, b);
      case String first when b instanceof String second -> compareText(first, second);
      case Boolean first when b instanceof Boolean second -> first.compareTo(second);
      case Duration first when b instanceof Duration second -> first.compareTo(second);
      case Instant first when b instanceof Instant second -> first.compareTo(second);
      case CelByteString first when b instanceof CelByteString second ->
          Arrays.compareUnsigned(first.toByteArray(), second.toByteArray());
      default -> throw new IllegalArgumentException("no such overload");
    };
  }

  /** By code points, as UTF-8 has them, not by UTF-16 units. */
  private static int compareText(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static int compareNumbers(Object a, Object b) {
    if (a instanceof Double || b instanceof Double) {
      double first = ((Number) a).doubleValue();
      double second = ((Number) b).doubleValue();
      if (Double.isInfinite(first)
          || Double.isInfinite(second)
          || (first == second && first == 0)) {
        return Double.compare(first + 0.0, second + 0.0);
      }
      if (Double.isNaN(first) || Double.isNaN(second)) {
        throw new IllegalArgumentException("NaN values cannot be ordered");
      }
    }
    return exact(a).compareTo(exact(b));
  }

  private static BigDecimal exact(Object number) {
    return switch (number) {
      case Long l -> BigDecimal.valueOf(l);
      case UnsignedLong u -> new BigDecimal(u.bigIntegerValue());
      case Double d -> new BigDecimal(d);
      default -> throw new IllegalArgumentException("no such overload");
    };
  }
}

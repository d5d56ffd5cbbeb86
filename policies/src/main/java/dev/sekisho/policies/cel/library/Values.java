package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Equality and order of CEL's values, in which numbers of different types compare by value. */
public final class Values {

  /** Of what CEL calls comparable; anything else has no order, which is an error. */
  static final Comparator<Object> ORDER = Values::compare;

  private static final int MOST_COMPOSITES = 10_000;

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
    if (a instanceof Optional<?> first && b instanceof Optional<?> second) {
      return first.isPresent() == second.isPresent()
          && (first.isEmpty() || equal(first.get(), second.get()));
    }
    return a.equals(b);
  }

  /** Elements that are equal to none of those before them. Not thread-safe. */
  static final class Seen {

    private final Set<Object> simple = new HashSet<>();
    private final List<Object> composite = new ArrayList<>();

    boolean add(Object value) {
      if (value instanceof Double d && d.isNaN()) {
        return true;
      }
      if (value instanceof Number && !isInfinite(value)) {
        return simple.add(exact(value).stripTrailingZeros());
      }
      if (!(value instanceof List || value instanceof Map || value instanceof Optional)) {
        return simple.add(value);
      }
      if (composite.stream().anyMatch(known -> equal(known, value))) {
        return false;
      }
      if (composite.size() >= MOST_COMPOSITES) {
        throw new IllegalArgumentException("more than " + MOST_COMPOSITES + " maps and lists");
      }
      return composite.add(value);
    }

    private static boolean isInfinite(Object value) {
      return value instanceof Double d && d.isInfinite();
    }
  }

  /** What {@code +} makes of two numbers or durations. */
  static Object sum(Object a, Object b) {
    try {
      return switch (a) {
        case Long first when b instanceof Long second -> (Object) Math.addExact(first, second);
        case Double first when b instanceof Double second -> first + second;
        case Duration first when b instanceof Duration second -> first.plus(second);
        case UnsignedLong first when b instanceof UnsignedLong second -> addExact(first, second);
        default -> throw new IllegalArgumentException("no such overload");
      };
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("integer overflow");
    }
  }

  private static UnsignedLong addExact(UnsignedLong a, UnsignedLong b) {
    var sum = a.plus(b);
    if (sum.compareTo(a) < 0) {
      throw new IllegalArgumentException("unsigned integer overflow");
    }
    return sum;
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
      if (Double.isNaN(first) || Double.isNaN(second)) {
        throw new IllegalArgumentException("NaN values cannot be ordered");
      }
      // Adding zero makes one of the two zeros.
      return Double.compare(first + 0.0, second + 0.0);
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

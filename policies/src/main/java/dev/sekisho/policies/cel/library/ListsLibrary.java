package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * What Kubernetes adds for lists: {@code isSorted}, {@code sum}, {@code min}, {@code max}, {@code
 * indexOf} and {@code lastIndexOf}.
 */
final class ListsLibrary {

  private static final List<Kind<?>> COMPARABLE =
      List.of(
          Kind.INT,
          Kind.UINT,
          Kind.DOUBLE,
          Kind.BOOL,
          Kind.DURATION,
          new Kind<>("timestamp", SimpleType.TIMESTAMP, Instant.class),
          Kind.STRING,
          new Kind<>("bytes", SimpleType.BYTES, CelByteString.class));

  private static final Kind<List<Object>> ANYTHING = Kind.listOf(Kind.ANY);

  static final CelLibrary LIBRARY = library();

  private ListsLibrary() {}

  private static CelLibrary library() {
    var builder =
        CelLibrary.builder()
            .method(
                "indexOf",
                "list_a_index_of_int",
                ANYTHING,
                Kind.ANY,
                Kind.INT,
                (list, item) -> firstIndex(list, item))
            .method(
                "lastIndexOf",
                "list_a_last_index_of_int",
                ANYTHING,
                Kind.ANY,
                Kind.INT,
                (list, item) -> lastIndex(list, item));
    sum(builder, Kind.INT, 0L, Math::addExact);
    sum(builder, Kind.UINT, UnsignedLong.ZERO, ListsLibrary::addExact);
    sum(builder, Kind.DOUBLE, 0.0, Double::sum);
    sum(builder, Kind.DURATION, Duration.ZERO, Duration::plus);
    COMPARABLE.forEach(kind -> comparing(builder, kind));
    return builder.build();
  }

  private static <T> void sum(
      CelLibrary.Builder builder, Kind<T> kind, T zero, BinaryOperator<T> plus) {
    String id = "list_" + kind.name() + "_sum_" + kind.name();
    builder.method(
        "sum",
        id,
        Kind.listOf(kind),
        kind,
        list -> list.stream().map(kind.values()::cast).reduce(zero, plus));
  }

  private static <T> void comparing(CelLibrary.Builder builder, Kind<T> kind) {
    var list = Kind.listOf(kind);
    String id = "list_" + kind.name();
    builder
        .method("isSorted", id + "_is_sorted_bool", list, Kind.BOOL, ListsLibrary::isSorted)
        .method(
            "min",
            id + "_min_" + kind.name(),
            list,
            kind,
            values -> kind.values().cast(extreme(values, "min", Values.ORDER.reversed())))
        .method(
            "max",
            id + "_max_" + kind.name(),
            list,
            kind,
            values -> kind.values().cast(extreme(values, "max", Values.ORDER)));
  }

  private static boolean isSorted(List<Object> list) {
    for (int i = 1; i < list.size(); i++) {
      if (Values.ORDER.compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object extreme(List<Object> list, String name, Comparator<Object> order) {
    return list.stream()
        .max(order)
        .orElseThrow(() -> new IllegalArgumentException(name + " called on empty list"));
  }

  private static long firstIndex(List<Object> list, Object item) {
    for (int i = 0; i < list.size(); i++) {
      if (Values.equal(list.get(i), item)) {
        return i;
      }
    }
    return -1;
  }

  private static long lastIndex(List<Object> list, Object item) {
    for (int i = list.size() - 1; i >= 0; i--) {
      if (Values.equal(list.get(i), item)) {
        return i;
      }
    }
    return -1;
  }

  private static UnsignedLong addExact(UnsignedLong a, UnsignedLong b) {
    var sum = a.plus(b);
    if (sum.compareTo(a) < 0) {
      throw new IllegalArgumentException("unsigned integer overflow");
    }
    return sum;
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What Kubernetes adds for lists: {@code isSorted}, {@code sum}, {@code min}, {@code max}, {@code
 * indexOf} and {@code lastIndexOf}.
 */
final class ListsLibrary {

  static final List<Kind<?>> COMPARABLE =
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

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .method(
              "indexOf",
              "list_a_index_of_int",
              ANYTHING,
              Kind.ANY,
              Kind.INT,
              ListsLibrary::firstIndex)
          .method(
              "lastIndexOf",
              "list_a_last_index_of_int",
              ANYTHING,
              Kind.ANY,
              Kind.INT,
              ListsLibrary::lastIndex)
          .method(
              "isSorted",
              "list_%s_is_sorted_bool",
              COMPARABLE,
              _ -> Kind.BOOL,
              ListsLibrary::isSorted)
          .method(
              "min",
              "list_%s_min",
              COMPARABLE,
              kind -> kind,
              list -> extreme(list, "min", Values.ORDER.reversed()))
          .method(
              "max",
              "list_%s_max",
              COMPARABLE,
              kind -> kind,
              list -> extreme(list, "max", Values.ORDER))
          .method("sum", "list_int_sum", List.of(Kind.INT), kind -> kind, list -> sum(list, 0L))
          .method(
              "sum",
              "list_uint_sum",
              List.of(Kind.UINT),
              kind -> kind,
              list -> sum(list, UnsignedLong.ZERO))
          .method(
              "sum", "list_double_sum", List.of(Kind.DOUBLE), kind -> kind, list -> sum(list, 0.0))
          .method(
              "sum",
              "list_duration_sum",
              List.of(Kind.DURATION),
              kind -> kind,
              list -> sum(list, Duration.ZERO))
          .build();

  private ListsLibrary() {}

  private static Object sum(List<Object> list, Object none) {
    return list.stream().reduce(Values::sum).orElse(none);
  }

  private static boolean isSorted(List<Object> list) {
    for (int i = 1; i < list.size(); i++) {
      if (Values.ORDER.compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** The first of the greatest. */
  private static Object extreme(List<Object> list, String name, Comparator<Object> order) {
    return list.stream()
        .reduce((a, b) -> order.compare(b, a) > 0 ? b : a)
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
}

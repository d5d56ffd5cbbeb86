package dev.sekisho.policies.cel.library;

import com.google.common.collect.ImmutableList;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Functions of the language itself which the library for Java answers otherwise than the API
 * server, or without a bound on their result. They take the place of the overloads that {@link
 * #REPLACED} names.
 */
public final class Overrides {

  private static final String INDEX = "sekisho_index";
  private static final String OPTIONAL_INDEX = "sekisho_optional_index";
  private static final String OPTIONAL_SELECT = "sekisho_optional_select";
  private static final int MOST_ELEMENTS = 1_000_000;
  private static final int MOST_CHARACTERS = 10_000_000;

  /** The overload that is to run instead, by the one that the checker chose. */
  public static final Map<String, String> REPLACED =
      Map.ofEntries(
          Map.entry("index_list", INDEX),
          Map.entry("index_map", INDEX),
          Map.entry("optional_list_index_int", INDEX),
          Map.entry("optional_map_index_value", INDEX),
          Map.entry("list_optindex_optional_int", OPTIONAL_INDEX),
          Map.entry("map_optindex_optional_value", OPTIONAL_INDEX),
          Map.entry("optional_list_optindex_optional_int", OPTIONAL_INDEX),
          Map.entry("optional_map_optindex_optional_value", OPTIONAL_INDEX),
          Map.entry("select_optional_field", OPTIONAL_SELECT),
          Map.entry("string_to_int64", "sekisho_string_to_int"),
          Map.entry("string_to_uint64", "sekisho_string_to_uint"),
          Map.entry("string_to_double", "sekisho_string_to_double"),
          Map.entry("string_to_bool", "sekisho_string_to_bool"),
          Map.entry("string_to_duration", "sekisho_string_to_duration"),
          Map.entry("string_to_timestamp", "sekisho_string_to_timestamp"),
          Map.entry("double_to_string", "sekisho_double_to_string"),
          Map.entry("duration_to_string", "sekisho_duration_to_string"),
          Map.entry("lists_range", "sekisho_lists_range"),
          Map.entry("string_replace_string_string", "sekisho_replace"),
          Map.entry("string_replace_string_string_int", "sekisho_replace_limited"));

  public static final List<CelFunctionBinding> BINDINGS =
      List.of(
          CelFunctionBinding.from(INDEX, Object.class, Object.class, Overrides::index),
          CelFunctionBinding.from(
              OPTIONAL_INDEX, Object.class, Object.class, Overrides::optionalIndex),
          CelFunctionBinding.from(
              OPTIONAL_SELECT, Object.class, String.class, Overrides::optionalIndex),
          CelFunctionBinding.from("sekisho_string_to_int", String.class, Conversions::toInt),
          CelFunctionBinding.from("sekisho_string_to_uint", String.class, Conversions::toUint),
          CelFunctionBinding.from("sekisho_string_to_double", String.class, Conversions::toDouble),
          CelFunctionBinding.from("sekisho_string_to_bool", String.class, Conversions::toBool),
          CelFunctionBinding.from(
              "sekisho_string_to_duration", String.class, Conversions::toDuration),
          CelFunctionBinding.from(
              "sekisho_string_to_timestamp", String.class, Conversions::toTimestamp),
          CelFunctionBinding.from(
              "sekisho_double_to_string", Double.class, d -> Conversions.toText((double) d)),
          CelFunctionBinding.from(
              "sekisho_duration_to_string", Duration.class, Conversions::toText),
          CelFunctionBinding.from("sekisho_lists_range", Long.class, Overrides::range),
          CelFunctionBinding.from(
              "sekisho_replace",
              ImmutableList.of(String.class, String.class, String.class),
              a -> replace((String) a[0], (String) a[1], (String) a[2], -1)),
          CelFunctionBinding.from(
              "sekisho_replace_limited",
              ImmutableList.of(String.class, String.class, String.class, Long.class),
              a -> replace((String) a[0], (String) a[1], (String) a[2], (Long) a[3])));

  private Overrides() {}

  /** An optional operand makes an optional result; in others a missing key is an error. */
  private static Object index(Object operand, Object key) {
    if (operand instanceof Optional<?>) {
      return optionalIndex(operand, key);
    }
    return find(operand, key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    operand instanceof List
                        ? "index out of bounds: " + key
                        : "no such key: " + key));
  }

  private static Optional<Object> optionalIndex(Object operand, Object key) {
    return operand instanceof Optional<?> optional
        ? optional.flatMap(inner -> find(inner, key))
        : find(operand, key);
  }

  private static Optional<Object> find(Object operand, Object key) {
    return switch (operand) {
      case Map<?, ?> map -> Values.find(map, key);
      case List<?> list -> element(list, key);
      case NullValue _ -> throw new IllegalArgumentException("no such key: " + key);
      default -> throw new IllegalArgumentException("no such overload");
    };
  }

  private static Optional<Object> element(List<?> list, Object key) {
    long index =
        switch (key) {
          case Long number -> number;
          case com.google.common.primitives.UnsignedLong number -> number.longValue();
          case Double number when number == Math.rint(number) -> number.longValue();
          default -> throw new IllegalArgumentException("unsupported index type");
        };
    return index < 0 || index >= list.size()
        ? Optional.empty()
        : Optional.of(list.get((int) index));
  }

  private static List<Object> range(long end) {
    if (end > MOST_ELEMENTS) {
      throw new IllegalArgumentException("a list of more than " + MOST_ELEMENTS + " elements");
    }
    return List.copyOf(LongStream.range(0, end).boxed().toList());
  }

  /**
   * @param limit of replacements; negative: all
   */
  private static String replace(String text, String old, String fresh, long limit) {
    var replaced = new StringBuilder();
    long left = limit < 0 ? Long.MAX_VALUE : limit;
    int at = 0;
    int end = 0;
    while (left-- > 0 && (at = next(text, old, at, end)) >= 0) {
      replaced.append(text, end, at).append(fresh);
      end = at + old.length();
      if (replaced.length() > MOST_CHARACTERS) {
        throw new IllegalArgumentException(
            "a text of more than " + MOST_CHARACTERS + " characters");
      }
      if (old.isEmpty()) {
        at++;
      } else {
        at = end;
      }
    }
    return replaced.append(text, end, text.length()).toString();
  }

  /** An empty text is found before each code point, and at the end. */
  private static int next(String text, String old, int from, int end) {
    if (from > text.length()) {
      return -1;
    }
    if (!old.isEmpty()) {
      return text.indexOf(old, from);
    }
    boolean insidePair =
        from > end
            && from < text.length()
            && Character.isSurrogatePair(text.charAt(from - 1), text.charAt(from));
    return insidePair ? from + 1 : from;
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.collect.ImmutableList;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Functions of the language itself which the library for Java answers otherwise than the API
 * server, or without a bound on their result. They take the place of the overloads that {@link
 * #REPLACED} names.
 */
public final class Overrides {

  /** The overload that answers {@code has(a.b)}, for {@code a} and {@code "b"}. */
  public static final String HAS = "sekisho_has";

  /** The overload that makes an error of what is no truth value. */
  public static final String TRUTH = "sekisho_truth";

  private static final String INDEX = "sekisho_index";
  private static final String OPTIONAL_INDEX = "sekisho_optional_index";

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
          Map.entry("select_optional_field", OPTIONAL_INDEX),
          Map.entry("equals", "sekisho_equals"),
          Map.entry("not_equals", "sekisho_not_equals"),
          Map.entry("in_list", "sekisho_in_list"),
          Map.entry("less_string", "sekisho_less_string"),
          Map.entry("less_equals_string", "sekisho_less_equals_string"),
          Map.entry("greater_string", "sekisho_greater_string"),
          Map.entry("greater_equals_string", "sekisho_greater_equals_string"),
          Map.entry("type", "sekisho_type"),
          Map.entry("string_to_int64", "sekisho_string_to_int"),
          Map.entry("string_to_uint64", "sekisho_string_to_uint"),
          Map.entry("string_to_double", "sekisho_string_to_double"),
          Map.entry("string_to_bool", "sekisho_string_to_bool"),
          Map.entry("string_to_duration", "sekisho_string_to_duration"),
          Map.entry("string_to_timestamp", "sekisho_string_to_timestamp"),
          Map.entry("double_to_string", "sekisho_double_to_string"),
          Map.entry("duration_to_string", "sekisho_duration_to_string"),
          Map.entry("timestamp_to_string", "sekisho_timestamp_to_string"),
          Map.entry("duration_to_milliseconds", "sekisho_duration_to_milliseconds"),
          Map.entry("list_join", "sekisho_join"),
          Map.entry("list_join_string", "sekisho_join_with"),
          Map.entry("string_index_of_string_int", "sekisho_index_of_from"),
          Map.entry("string_last_index_of_string_int", "sekisho_last_index_of_from"),
          Map.entry("string_replace_string_string", "sekisho_replace"),
          Map.entry("string_replace_string_string_int", "sekisho_replace_limited"));

  public static final List<CelFunctionBinding> BINDINGS =
      List.of(
          CelFunctionBinding.from(HAS, Object.class, String.class, Access::has),
          CelFunctionBinding.from(TRUTH, Object.class, Overrides::truth),
          CelFunctionBinding.from(INDEX, Object.class, Object.class, Access::index),
          CelFunctionBinding.from(
              OPTIONAL_INDEX, Object.class, Object.class, Access::optionalIndex),
          CelFunctionBinding.from(
              "sekisho_equals", Object.class, Object.class, (a, b) -> Values.equal(a, b)),
          CelFunctionBinding.from(
              "sekisho_not_equals", Object.class, Object.class, (a, b) -> !Values.equal(a, b)),
          CelFunctionBinding.from("sekisho_in_list", Object.class, List.class, Overrides::isIn),
          CelFunctionBinding.from(
              "sekisho_less_string", String.class, String.class, (a, b) -> order(a, b) < 0),
          CelFunctionBinding.from(
              "sekisho_less_equals_string", String.class, String.class, (a, b) -> order(a, b) <= 0),
          CelFunctionBinding.from(
              "sekisho_greater_string", String.class, String.class, (a, b) -> order(a, b) > 0),
          CelFunctionBinding.from(
              "sekisho_greater_equals_string",
              String.class,
              String.class,
              (a, b) -> order(a, b) >= 0),
          CelFunctionBinding.from("sekisho_type", Object.class, TypeOf::value),
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
          CelFunctionBinding.from(
              "sekisho_timestamp_to_string", Instant.class, Conversions::toText),
          CelFunctionBinding.from(
              "sekisho_duration_to_milliseconds", Duration.class, Duration::toMillis),
          CelFunctionBinding.from("sekisho_join", List.class, list -> Texts.join(list, "")),
          CelFunctionBinding.from("sekisho_join_with", List.class, String.class, Texts::join),
          CelFunctionBinding.from(
              "sekisho_index_of_from",
              ImmutableList.of(String.class, String.class, Long.class),
              a -> Texts.indexOf((String) a[0], (String) a[1], (Long) a[2])),
          CelFunctionBinding.from(
              "sekisho_last_index_of_from",
              ImmutableList.of(String.class, String.class, Long.class),
              a -> Texts.lastIndexOf((String) a[0], (String) a[1], (Long) a[2])),
          CelFunctionBinding.from(
              "sekisho_replace",
              ImmutableList.of(String.class, String.class, String.class),
              a -> Texts.replace((String) a[0], (String) a[1], (String) a[2], -1)),
          CelFunctionBinding.from(
              "sekisho_replace_limited",
              ImmutableList.of(String.class, String.class, String.class, Long.class),
              a -> Texts.replace((String) a[0], (String) a[1], (String) a[2], (Long) a[3])));

  private Overrides() {}

  private static Object truth(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    throw new IllegalArgumentException("no such overload: not true or false");
  }

  private static boolean isIn(Object value, List<?> list) {
    return list.stream().anyMatch(element -> Values.equal(element, value));
  }

  private static int order(Object a, Object b) {
    return Values.ORDER.compare(a, b);
  }
}

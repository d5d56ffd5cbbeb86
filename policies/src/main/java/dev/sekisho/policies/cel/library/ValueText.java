package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as the clause {@code %s} prints them. */
final class ValueText {

  private static final int PLACES = 6;

  private ValueText() {}

  static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean _, Long _, UnsignedLong _ -> value.toString();
      case Instant time -> Conversions.toText(time);
      case Double number -> Conversions.toText(number);
      case Duration duration -> Conversions.toText(duration);
      case CelByteString bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8);
      case NullValue _ -> "null";
      case TypeType type -> type.containingTypeName();
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      default -> throw unprintable();
    };
  }

  private static String list(List<?> list) {
    return list.stream().map(ValueText::element).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String map(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(e -> key(e.getKey()) + ":" + element(e.getValue()))
        .sorted()
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String key(Object key) {
    return switch (key) {
      case String text -> StringsLibrary.quote(text);
      case Boolean _, Long _, UnsignedLong _ -> key.toString();
      default -> throw unprintable();
    };
  }

  /** A value inside another, as a literal of the language. */
  private static String element(Object value) {
    return switch (value) {
      case String text -> StringsLibrary.quote(text);
      case CelByteString _ -> "b" + StringsLibrary.quote(of(value));
      case Instant _ -> "timestamp(" + StringsLibrary.quote(of(value)) + ")";
      case Duration _ -> "duration(" + StringsLibrary.quote(of(value)) + ")";
      case Double number when number.isNaN() || number.isInfinite() ->
          StringsLibrary.quote(Conversions.toText(number));
      case Double number ->
          new BigDecimal(number).setScale(PLACES, RoundingMode.HALF_EVEN).toPlainString();
      default -> of(value);
    };
  }

  private static IllegalArgumentException unprintable() {
    return new IllegalArgumentException("no such overload: a value that format cannot print");
  }
}

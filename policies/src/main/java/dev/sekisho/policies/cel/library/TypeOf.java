package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code type(x)}, by the value alone. */
final class TypeOf {

  private TypeOf() {}

  static TypeType value(Object value) {
    return TypeType.create(type(value));
  }

  private static CelType type(Object value) {
    return switch (value) {
      case Boolean _ -> SimpleType.BOOL;
      case Long _ -> SimpleType.INT;
      case UnsignedLong _ -> SimpleType.UINT;
      case Double _ -> SimpleType.DOUBLE;
      case String _ -> SimpleType.STRING;
      case CelByteString _ -> SimpleType.BYTES;
      case NullValue _ -> SimpleType.NULL_TYPE;
      case Duration _ -> SimpleType.DURATION;
      case Instant _ -> SimpleType.TIMESTAMP;
      case List<?> _ -> ListType.create(SimpleType.DYN);
      case Map<?, ?> _ -> MapType.create(SimpleType.DYN, SimpleType.DYN);
      case Optional<?> _ -> OptionalType.create(SimpleType.DYN);
      case TypeType _ -> SimpleType.DYN;
      default ->
          CelLibrary.all().stream()
              .flatMap(library -> library.kinds().stream())
              .filter(kind -> kind.values().isInstance(value))
              .map(Kind::type)
              .findFirst()
              .orElse(SimpleType.DYN);
    };
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.time.Duration;
import java.util.List;

/**
 * A type of CEL with the Java class of its values.
 *
 * @param name as overload ids have it
 */
public record Kind<T>(String name, CelType type, Class<T> values) {

  public static final Kind<String> STRING = new Kind<>("string", SimpleType.STRING, String.class);
  public static final Kind<Long> INT = new Kind<>("int", SimpleType.INT, Long.class);
  public static final Kind<UnsignedLong> UINT =
      new Kind<>("uint", SimpleType.UINT, UnsignedLong.class);
  public static final Kind<Double> DOUBLE = new Kind<>("double", SimpleType.DOUBLE, Double.class);
  public static final Kind<Boolean> BOOL = new Kind<>("bool", SimpleType.BOOL, Boolean.class);
  public static final Kind<Duration> DURATION =
      new Kind<>("duration", SimpleType.DURATION, Duration.class);
  public static final Kind<Object> DYN = new Kind<>("dyn", SimpleType.DYN, Object.class);

  /** Whatever type the other parameters decide on. */
  static final Kind<Object> ANY = new Kind<>("any", TypeParamType.create("T"), Object.class);

  /** A type that only its own library can look into. */
  static <T> Kind<T> opaque(String name, Class<T> values) {
    return new Kind<>(name, OpaqueType.create(name), values);
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal can't say of what
  static Kind<List<Object>> listOf(Kind<?> element) {
    return new Kind<>("list", ListType.create(element.type()), (Class) List.class);
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conversions from and to strings as the API server, which is written in Go, makes them. */
public final class Conversions {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,400}");
  private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,400}");
  private static final Pattern DOUBLE =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "[+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]{1,9}");
  private static final Pattern INFINITY = Pattern.compile("(?i)([+-]?)inf(?:inity)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,]([0-9]+))?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern DURATION_PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.?0+Z$");
  private static final BigDecimal NANO = BigDecimal.ONE.movePointLeft(9);
  private static final int DIGITS_BEFORE_EXPONENT = 6;

  private Conversions() {}

  public static long toInt(String text) {
    require(INTEGER.matcher(text).matches(), "int");
    return Long.parseLong(text);
  }

  public static UnsignedLong toUint(String text) {
    require(UNSIGNED.matcher(text).matches(), "uint");
    return UnsignedLong.valueOf(text);
  }

  public static double toDouble(String text) {
    Matcher infinity = INFINITY.matcher(text);
    if (infinity.matches()) {
      return infinity.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    require(DOUBLE.matcher(text).matches() || HEXADECIMAL.matcher(text).matches(), "double");
    double value = Double.parseDouble(text);
    require(!Double.isInfinite(value), "double");
    return value;
  }

  public static boolean toBool(String text) {
    require(TRUE.contains(text) || FALSE.contains(text), "bool");
    return TRUE.contains(text);
  }

  public static Instant toTimestamp(String text) {
    Matcher parts = TIMESTAMP.matcher(text);
    require(parts.matches(), "timestamp");
    String fraction = parts.group(2) == null ? "" : parts.group(2);
    try {
      Instant time =
          OffsetDateTime.parse(parts.group(1) + parts.group(3))
              .toInstant()
              .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
      require(!time.isBefore(EARLIEST) && !time.isAfter(LATEST), "timestamp");
      return time;
    } catch (DateTimeException _) {
      throw invalid("timestamp");
    }
  }

  static boolean isDateTime(String text) {
    try {
      toTimestamp(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Hours, minutes and so on with their units: {@code 1h30m}, {@code -1.5s}. */
  public static Duration toDuration(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    require(!rest.isEmpty(), "duration");
    Matcher part = DURATION_PART.matcher(rest);
    var nanoseconds = BigDecimal.ZERO;
    int end = 0;
    while (end < rest.length()) {
      require(part.find() && part.start() == end, "duration");
      String number = part.group(1).endsWith(".") ? part.group(1) + "0" : part.group(1);
      long unit = NANOSECONDS.getOrDefault(part.group(2), 0L);
      nanoseconds =
          nanoseconds.add(
              new BigDecimal(
                  new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).toBigInteger()));
      end = part.end();
    }
    var signed = negative ? nanoseconds.negate() : nanoseconds;
    require(signed.toBigInteger().bitLength() < Long.SIZE, "duration");
    return Duration.ofNanos(signed.longValue());
  }

  /** In UTC: where the text had another offset, that isn't kept. */
  public static String toText(Instant time) {
    String text = time.toString();
    return text.contains(".") ? TRAILING_ZEROS.matcher(text).replaceFirst("Z") : text;
  }

  public static String toText(Duration duration) {
    double seconds =
        BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNano()).multiply(NANO))
            .doubleValue();
    return new BigDecimal(Double.toString(seconds)).stripTrailingZeros().toPlainString() + "s";
  }

  /** The shortest digits that name the number, with an exponent where it is small or large. */
  public static String toText(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    var shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < DIGITS_BEFORE_EXPONENT) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (number < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private static void require(boolean holds, String type) {
    if (!holds) {
      throw invalid(type);
    }
  }

  private static IllegalArgumentException invalid(String type) {
    return new IllegalArgumentException("type conversion error from 'string' to '" + type + "'");
  }
}

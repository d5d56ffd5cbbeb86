package dev.sekisho.policies.parse.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What unquoted text means to Kubernetes' YAML reader (sigs.k8s.io/yaml on go-yaml v2): the
 * booleans of YAML 1.1 in their three spellings, integers in Go's notations with underscores,
 * floats; no base 60, and dates stay strings.
 */
final class PlainScalars {

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");

  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** Go takes underscores here only between digits, elsewhere anywhere. */
  private static final Pattern POINT_FIRST =
      Pattern.compile("\\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?");

  /**
   * Longer numbers aren't numbers that anything in Kubernetes takes; the bound keeps them cheap.
   */
  private static final int LONGEST_NUMBER = 400;

  /** Above this many digits before the point a float stays a float in JSON, as Go prints it. */
  private static final double LARGEST_PRINTED_IN_FULL = 1e21;

  private PlainScalars() {}

  static ScalarType typeOf(String text) {
    if (NULL.contains(text)) {
      return ScalarType.NULL;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return ScalarType.BOOLEAN;
    }
    if (NOT_FINITE.contains(text)) {
      return ScalarType.FLOAT;
    }
    char first = text.charAt(0);
    if (text.length() > LONGEST_NUMBER || "+-.0123456789".indexOf(first) < 0) {
      return ScalarType.STRING;
    }
    if (first == '.' && !POINT_FIRST.matcher(text).matches()) {
      return ScalarType.STRING;
    }
    String plain = text.replace("_", "");
    if (INTEGER.matcher(plain).matches()) {
      return ScalarType.INTEGER;
    }
    // A float that is too large stays text: 6e0352 is rather the beginning of a commit's hash.
    return FLOAT.matcher(plain).matches() && Double.isFinite(Double.parseDouble(plain))
        ? ScalarType.FLOAT
        : ScalarType.STRING;
  }

  /** Of a text of type {@link ScalarType#BOOLEAN}. */
  static boolean booleanOf(String text) {
    return TRUE.contains(text);
  }

  /** Of a text of type {@link ScalarType#INTEGER}. */
  static BigInteger integerOf(String text) {
    String plain = text.replace("_", "");
    boolean negative = plain.startsWith("-");
    String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
    BigInteger value = magnitudeOf(digits);
    return negative ? value.negate() : value;
  }

  private static BigInteger magnitudeOf(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return new BigInteger(digits);
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> new BigInteger(digits.substring(2), 16);
      case 'b', 'B' -> new BigInteger(digits.substring(2), 2);
      case 'o', 'O' -> new BigInteger(digits.substring(2), 8);
      default -> new BigInteger(digits, 8);
    };
  }

  /** Of a text of type {@link ScalarType#FLOAT} or INTEGER; may be infinite or no number. */
  static double floatOf(String text) {
    if (NOT_FINITE.contains(text)) {
      return text.toLowerCase(java.util.Locale.ROOT).endsWith("nan")
          ? Double.NaN
          : text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.parseDouble(text.replace("_", ""));
  }

  /** Whether JSON as Go writes it shows the float without point and exponent. */
  static boolean printsAsInteger(double value) {
    return value == Math.rint(value) && Math.abs(value) < LARGEST_PRINTED_IN_FULL;
  }

  static BigInteger asInteger(double value) {
    return new BigDecimal(value).toBigInteger();
  }
}

package dev.sekisho.policies.cel.library;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Numbers as the clauses of {@code format} print them, where the language is English. */
final class NumberText {

  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  private static final int PLACES = 6;
  private static final String TIMES_TEN = "\u00d710";

  private NumberText() {}

  static String decimal(Object value) {
    return integer(value).toString();
  }

  static String octal(Object value) {
    return integer(value).toString(8);
  }

  static String binary(Object value) {
    return value instanceof Boolean bit ? bit ? "1" : "0" : integer(value).toString(2);
  }

  static String hexadecimal(Object value) {
    return switch (value) {
      case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default -> integer(value).toString(16);
    };
  }

  /** With commas between thousands. */
  static String fixed(Object value, int precision) {
    double number = real(value);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return special(number);
    }
    var rounded = new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN);
    String text = rounded.abs().toPlainString();
    int point = text.indexOf('.');
    var whole = new StringBuilder(point < 0 ? text : text.substring(0, point));
    for (int i = whole.length() - 3; i > 0; i -= 3) {
      whole.insert(i, ',');
    }
    String sign = number < 0 || 1 / number < 0 ? "-" : "";
    return sign + whole + (point < 0 ? "" : text.substring(point));
  }

  /** With the exponent in small raised digits; six places, whatever the clause says. */
  static String scientific(Object value) {
    double number = real(value);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return special(number);
    }
    var exact = new BigDecimal(number).abs();
    int exponent = number == 0 ? 0 : exact.precision() - exact.scale() - 1;
    var mantissa = exact.movePointLeft(exponent).setScale(PLACES, RoundingMode.HALF_EVEN);
    if (mantissa.compareTo(BigDecimal.TEN) >= 0) {
      exponent++;
      mantissa = exact.movePointLeft(exponent).setScale(PLACES, RoundingMode.HALF_EVEN);
    }
    var raised = new StringBuilder(exponent < 0 ? "\u207b" : "");
    String digits = "%02d".formatted(Math.abs(exponent));
    digits.chars().forEach(d -> raised.append(SUPERSCRIPTS.charAt(d - '0')));
    return (number < 0 ? "-" : "") + mantissa.toPlainString() + TIMES_TEN + raised;
  }

  private static String special(double number) {
    return Double.isNaN(number) ? "NaN" : number > 0 ? "\u221e" : "-\u221e";
  }

  private static BigInteger integer(Object value) {
    return switch (value) {
      case Long number -> BigInteger.valueOf(number);
      case UnsignedLong number -> number.bigIntegerValue();
      default ->
          throw new IllegalArgumentException("no such overload: this clause takes integers only");
    };
  }

  private static double real(Object value) {
    return switch (value) {
      case Double number -> number;
      case String text when text.equals("NaN") -> Double.NaN;
      case String text when text.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String text when text.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default ->
          throw new IllegalArgumentException("no such overload: this clause takes doubles only");
    };
  }
}

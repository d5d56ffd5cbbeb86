package dev.sekisho.policies.cel.library;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of a resource. Finer than a billionth doesn't exist: it is rounded away from zero.
 *
 * @param small whether Kubernetes keeps it as a 64-bit integer with a scale; only such an amount
 *     without a fraction can be read as an integer
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
record Quantity(BigDecimal value, boolean small) implements Comparable<Quantity> {

  private static final Pattern FORM =
      Pattern.compile("([+-]?)0*([0-9]*)(?:\\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)");
  private static final Pattern EXPONENT = Pattern.compile("[eE]([-+]?[0-9]{1,18})");

  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

  private static final BigDecimal LARGEST_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int FINEST = 9;

  /** Decimal digits that are sure to fit into 64 bits. */
  private static final int DIGITS = 18;

  /** Powers of ten past this are no amounts of anything, but take memory. */
  private static final int LARGEST_EXPONENT = 10_000;

  static Quantity parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.isEmpty() || !form.matches()) {
      throw invalid();
    }
    boolean negative = form.group(1).equals("-");
    String whole = form.group(2).isEmpty() ? "0" : form.group(2);
    String fraction = form.group(3) == null ? "" : form.group(3);
    var digits = new BigDecimal(new BigInteger(whole + fraction), fraction.length());
    int length = whole.length() + fraction.length();
    var amount = amount(digits, length, fraction.isEmpty(), form.group(4));
    return negative ? new Quantity(amount.value.negate(), amount.small) : amount;
  }

  private static Quantity amount(BigDecimal digits, int length, boolean whole, String suffix) {
    Integer binary = BINARY.get(suffix);
    if (binary != null) {
      var value = digits.multiply(new BigDecimal(BigInteger.TWO.pow(binary)));
      // An estimate of the digits, generous, so that only a long's worth of them is small.
      int spare = 15 - length - (int) (binary * 0.3f) - 1;
      return whole && spare >= 0
          ? new Quantity(value, true)
          : new Quantity(rounded(value).min(LARGEST_BINARY), false);
    }
    int exponent = exponent(suffix);
    var value = digits.scaleByPowerOfTen(exponent);
    return length <= DIGITS && value.scale() <= FINEST
        ? new Quantity(value, true)
        : new Quantity(rounded(value), false);
  }

  private static int exponent(String suffix) {
    Integer known = DECIMAL.get(suffix);
    if (known != null) {
      return known;
    }
    Matcher written = EXPONENT.matcher(suffix);
    if (!written.matches()) {
      throw invalid();
    }
    long exponent = Long.parseLong(written.group(1));
    if (Math.abs(exponent) > LARGEST_EXPONENT) {
      throw invalid();
    }
    return (int) exponent;
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.scale() > FINEST ? value.setScale(FINEST, RoundingMode.UP) : value;
  }

  Quantity plus(Quantity other) {
    if (small && other.small) {
      if (value.signum() == 0 || other.value.signum() == 0) {
        return value.signum() == 0 ? other : this;
      }
      var sum = value.add(other.value);
      return new Quantity(sum, sum.unscaledValue().bitLength() < Long.SIZE);
    }
    return new Quantity(value.add(other.value), false);
  }

  Quantity minus(Quantity other) {
    return plus(new Quantity(other.value.negate(), other.small));
  }

  static Quantity of(long number) {
    return new Quantity(BigDecimal.valueOf(number), true);
  }

  boolean isInteger() {
    return small
        && (value.scale() <= 0)
        && value.setScale(0, RoundingMode.UNNECESSARY).unscaledValue().bitLength() < Long.SIZE;
  }

  long asInteger() {
    if (!isInteger()) {
      throw new IllegalArgumentException("cannot convert value to integer");
    }
    return value.longValueExact();
  }

  double asApproximateFloat() {
    double base = value.unscaledValue().doubleValue();
    return value.scale() == 0 ? base : base * Double.parseDouble("1e" + -value.scale());
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  /** By amount: {@code 1k} is {@code 1000}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "not a quantity: expected a number with at most a suffix like m, k, Mi or e3");
  }
}

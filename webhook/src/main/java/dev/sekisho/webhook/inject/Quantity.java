package dev.sekisho.webhook.inject;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of CPU or memory that is more than nothing.
 *
 * @param text as it was written
 * @param amount in cores or bytes
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
public record Quantity(String text, BigDecimal amount) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(m|k|Ki|M|Mi|G|Gi|T|Ti)?");

  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "m", new BigDecimal("0.001"),
          "k", BigDecimal.TEN.pow(3),
          "M", BigDecimal.TEN.pow(6),
          "G", BigDecimal.TEN.pow(9),
          "T", BigDecimal.TEN.pow(12),
          "Ki", BigDecimal.valueOf(1L << 10),
          "Mi", BigDecimal.valueOf(1L << 20),
          "Gi", BigDecimal.valueOf(1L << 30),
          "Ti", BigDecimal.valueOf(1L << 40));

  /** Empty for what is none, and for zero. Powers of ten as in {@code 1e3} aren't taken. */
  public static Optional<Quantity> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(form.group(1));
    var unit =
        form.group(2) == null ? BigDecimal.ONE : UNITS.getOrDefault(form.group(2), BigDecimal.ONE);
    return Optional.of(new Quantity(text, number.multiply(unit)))
        .filter(quantity -> quantity.amount.signum() > 0);
  }

  boolean isMoreThan(Quantity other) {
    return amount.compareTo(other.amount) > 0;
  }
}

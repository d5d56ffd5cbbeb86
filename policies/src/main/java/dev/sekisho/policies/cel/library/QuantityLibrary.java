package dev.sekisho.policies.cel.library;

/** Kubernetes' quantities: {@code quantity("1.5Gi")}. */
final class QuantityLibrary {

  private static final Kind<Quantity> QUANTITY = Kind.opaque("kubernetes.Quantity", Quantity.class);

  static final CelLibrary LIBRARY =
      CelLibrary.builder()
          .type(QUANTITY)
          .function("quantity", "string_to_quantity", Kind.STRING, QUANTITY, Quantity::parse)
          .function("isQuantity", "is_quantity_string", Kind.STRING, Kind.BOOL, QuantityLibrary::is)
          .function("sign", "quantity_sign", QUANTITY, Kind.INT, q -> (long) q.value().signum())
          .method(
              "isGreaterThan",
              "quantity_is_greater_than",
              QUANTITY,
              QUANTITY,
              Kind.BOOL,
              (a, b) -> a.compareTo(b) > 0)
          .method(
              "isLessThan",
              "quantity_is_less_than",
              QUANTITY,
              QUANTITY,
              Kind.BOOL,
              (a, b) -> a.compareTo(b) < 0)
          .method(
              "compareTo",
              "quantity_compare_to",
              QUANTITY,
              QUANTITY,
              Kind.INT,
              (a, b) -> (long) a.compareTo(b))
          .method(
              "asApproximateFloat",
              "quantity_get_float",
              QUANTITY,
              Kind.DOUBLE,
              Quantity::asApproximateFloat)
          .method("asInteger", "quantity_get_int", QUANTITY, Kind.INT, Quantity::asInteger)
          .method("isInteger", "quantity_is_integer", QUANTITY, Kind.BOOL, Quantity::isInteger)
          .method("add", "quantity_add", QUANTITY, QUANTITY, QUANTITY, Quantity::plus)
          .method(
              "add",
              "quantity_add_int",
              QUANTITY,
              Kind.INT,
              QUANTITY,
              (q, n) -> q.plus(Quantity.of(n)))
          .method("sub", "quantity_sub", QUANTITY, QUANTITY, QUANTITY, Quantity::minus)
          .method(
              "sub",
              "quantity_sub_int",
              QUANTITY,
              Kind.INT,
              QUANTITY,
              (q, n) -> q.minus(Quantity.of(n)))
          .build();

  private QuantityLibrary() {}

  private static boolean is(String text) {
    try {
      Quantity.parse(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}

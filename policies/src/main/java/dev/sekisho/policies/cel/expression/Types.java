package dev.sekisho.policies.cel.expression;

import dev.cel.common.types.CelType;
import java.util.stream.Collectors;

/** Types as messages name them. */
final class Types {

  private Types() {}

  /** {@code map(string, list(int))}. */
  static String text(CelType type) {
    if (type.parameters().isEmpty()) {
      return type.name();
    }
    return type.parameters().stream()
        .map(Types::text)
        .collect(Collectors.joining(", ", type.name() + "(", ")"));
  }
}

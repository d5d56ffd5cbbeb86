package dev.sekisho.policies.cel.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** What an expression came to. */
public sealed interface Evaluated {

  /**
   * A value of CEL, of the type that was asked for when the expression was compiled.
   *
   * @param value as the library has it: {@code Boolean}, {@code Long}, {@code String}, {@code List}
   */
  record Value(Object value) implements Evaluated {

    /**
     * The same as JSON; a tree of its own.
     *
     * @throws IllegalArgumentException if there is no JSON for it, for a quantity say
     */
    public JsonNode json() {
      return JsonValues.toJson(value);
    }
  }

  /**
   * It has no value.
   *
   * @param reason may quote from the object that was asked about
   */
  record Failed(String reason) implements Evaluated {}
}

package dev.sekisho.policies.cel.expression;

/** What an expression came to. */
public sealed interface Evaluated {

  /**
   * A value of CEL, of the type that was asked for when the expression was compiled.
   *
   * @param value as the library has it: {@code Boolean}, {@code Long}, {@code String}, {@code List}
   */
  record Value(Object value) implements Evaluated {}

  /**
   * It has no value.
   *
   * @param reason may quote from the object that was asked about
   */
  record Failed(String reason) implements Evaluated {}
}

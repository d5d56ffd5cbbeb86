package dev.sekisho.policies.cel.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.policies.objects.NamespaceFacts;

/** Compiles and evaluates expressions in tests. */
public final class Cel {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Cel() {}

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  public static CelExpression compiled(CelScope scope, String text, Result result) {
    return switch (CelCompiler.of(scope).compile(text, result)) {
      case Compiled.Valid(CelExpression expression) -> expression;
      case Compiled.Invalid(var problems) -> throw new AssertionError(text + ": " + problems);
    };
  }

  /** The value for an object; an error fails the test. */
  public static Object value(String text, String object) {
    return switch (evaluated(text, object)) {
      case Evaluated.Value(Object value) -> value;
      case Evaluated.Failed(String reason) -> throw new AssertionError(text + ": " + reason);
    };
  }

  public static Object value(String text) {
    return value(text, "{}");
  }

  /** Why there is no value. */
  public static String failure(String text, String object) {
    return switch (evaluated(text, object)) {
      case Evaluated.Value(Object value) -> throw new AssertionError(text + " is " + value);
      case Evaluated.Failed(String reason) -> reason;
    };
  }

  /** The problems of a rule's expression, as printed. */
  public static String problems(String text) {
    return switch (CelCompiler.of(CelScope.RULE).compile(text, Result.ANYTHING)) {
      case Compiled.Valid _ -> "none";
      case Compiled.Invalid(var problems) -> problems.toString();
    };
  }

  private static Evaluated evaluated(String text, String object) {
    return compiled(CelScope.CLAIM, text, Result.ANYTHING)
        .evaluate(CelVariables.of(json(object), NamespaceFacts.unknown("qa")), new CelBudget());
  }
}

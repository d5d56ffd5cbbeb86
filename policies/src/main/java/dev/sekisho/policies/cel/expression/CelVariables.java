package dev.sekisho.policies.cel.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import dev.sekisho.policies.cel.expression.CelExpression.VariableFailed;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an expression may ask for about one request. Variables that are expressions themselves are
 * worked out when they are asked for, once. Not thread-safe.
 */
public final class CelVariables {

  private final Map<String, Object> known = new HashMap<>();
  private final Map<String, CelExpression> expressions = new HashMap<>();
  private final Map<String, Evaluated> worked = new HashMap<>();

  private CelVariables() {}

  /** {@code object}, {@code oldObject}, {@code request} and {@code namespaceObject}. */
  public static CelVariables of(ObjectRequest request, NamespaceFacts namespace) {
    var variables = new CelVariables();
    variables.known.put("object", value(request.object()));
    variables.known.put("oldObject", value(request.oldObject()));
    variables.known.put("request", RequestValues.of(request));
    variables.known.put(
        "namespaceObject",
        request.namespace().isEmpty() || request.resource().resource().equals("namespaces")
            ? NullValue.NULL_VALUE
            : RequestValues.of(namespace));
    return variables;
  }

  /** {@code object} and {@code namespaceObject} alone. */
  public static CelVariables of(JsonNode object, NamespaceFacts namespace) {
    var variables = new CelVariables();
    variables.known.put("object", JsonValues.of(object));
    variables.known.put("namespaceObject", RequestValues.of(namespace));
    return variables;
  }

  /** The same with the variable {@code podTemplate}. */
  public CelVariables withPodTemplate(JsonNode template) {
    known.put("podTemplate", JsonValues.of(template));
    return this;
  }

  /** The same with {@code variables.NAME}. */
  public CelVariables with(String name, CelExpression expression) {
    expressions.put(name, expression);
    return this;
  }

  @Nullable Object value(String name, CelBudget budget) {
    return name.equals(CelScope.VARIABLES) ? new Lazy(budget) : known.get(name);
  }

  private static Object value(Optional<JsonNode> tree) {
    return tree.map(JsonValues::of).orElse(NullValue.NULL_VALUE);
  }

  private final class Lazy extends AbstractMap<String, Object> {

    private final CelBudget budget;

    Lazy(CelBudget budget) {
      this.budget = budget;
    }

    @Override
    public boolean containsKey(Object key) {
      // To have it is to have worked it out.
      return get(key) != null;
    }

    @Override
    public @Nullable Object get(Object key) {
      CelExpression expression = expressions.get(key);
      if (expression == null) {
        return null;
      }
      Evaluated evaluated = worked.get(key);
      if (evaluated == null) {
        evaluated = expression.evaluate(CelVariables.this, budget);
        worked.put((String) key, evaluated);
      }
      return switch (evaluated) {
        case Evaluated.Value(Object value) -> value;
        case Evaluated.Failed(String reason) ->
            throw new VariableFailed("variables." + key + ": " + reason);
      };
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      var entries = new java.util.LinkedHashSet<Entry<String, Object>>();
      for (String name : new TreeSet<>(expressions.keySet())) {
        Object value = get(name);
        if (value != null) {
          entries.add(Map.entry(name, value));
        }
      }
      return entries;
    }
  }
}

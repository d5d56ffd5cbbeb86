package dev.sekisho.controlplane.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an entry of a webhook configuration is asked about, beside its rules. */
final class EntryScope {

  /**
   * Of the chart. They spare what is let through in any case, and the API server's own requests: it
   * makes objects at its start, and gives up if it can't.
   */
  static final Set<String> SPARING =
      Set.of(
          "request.userInfo.username != 'system:apiserver'",
          "request.operation != 'UPDATE' || !has(object.metadata.deletionTimestamp)");

  private EntryScope() {}

  /** Whether the entry lets objects pass that its rules name and that might matter. */
  static boolean isNarrowed(JsonNode entry) {
    return !entry.path("objectSelector").isEmpty()
        || items(entry.path("matchConditions")).anyMatch(condition -> !isSparing(condition));
  }

  /** Those conditions of the entry that hold for every rule. */
  static ArrayNode conditions(JsonNode entry) {
    var conditions = JsonNodeFactory.instance.arrayNode();
    items(entry.path("matchConditions")).filter(EntryScope::isSparing).forEach(conditions::add);
    return conditions;
  }

  private static boolean isSparing(JsonNode condition) {
    return SPARING.contains(condition.path("expression").asText());
  }

  /**
   * The entry's namespaceSelector, without what leaves namespaces to another of our entries in the
   * same configuration: labels that one of those requires.
   */
  static JsonNode namespaces(JsonNode configuration, JsonNode entry) {
    var elsewhere =
        items(configuration.path("webhooks"))
            .filter(CaBundles::isOurs)
            .flatMap(EntryScope::expressions)
            .filter(expression -> expression.path("operator").asText().equals("In"))
            .map(expression -> expression.path("key").asText())
            .collect(Collectors.toSet());
    var selector = entry.path("namespaceSelector").deepCopy();
    if (selector.path("matchExpressions") instanceof ArrayNode expressions) {
      for (int i = expressions.size() - 1; i >= 0; i--) {
        if (expressions.path(i).path("operator").asText().equals("NotIn")
            && elsewhere.contains(expressions.path(i).path("key").asText())) {
          expressions.remove(i);
        }
      }
    }
    return selector;
  }

  private static Stream<JsonNode> expressions(JsonNode entry) {
    return items(entry.path("namespaceSelector").path("matchExpressions"));
  }

  private static Stream<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}

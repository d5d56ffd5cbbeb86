package dev.sekisho.controlplane.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.registration.RegistrationRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The configuration that keeps up with the policies: one entry like the installed configuration's,
 * with what policies name beyond the rules that are installed.
 */
public final class RulesConfiguration {

  /** Taken from the installed entry: how to reach us, where, and what if that fails. */
  private static final List<String> AS_INSTALLED =
      List.of(
          "clientConfig",
          "failurePolicy",
          "timeoutSeconds",
          "sideEffects",
          "admissionReviewVersions",
          "matchPolicy",
          "reinvocationPolicy");

  private RulesConfiguration() {}

  /**
   * What its {@code webhooks} should be; empty if it shouldn't be there: nothing is installed that
   * it could be like, or policies name nothing more.
   *
   * @param installed the installed configuration, as the API server has it
   * @param pem the certificates to trust; empty: those that the installed entry has
   */
  public static Optional<ArrayNode> webhooks(
      WebhookKind kind, Optional<JsonNode> installed, PolicySet policies, Optional<String> pem) {
    return installed.flatMap(
        configuration ->
            entry(configuration, kind.entry())
                .flatMap(
                    like -> {
                      var rules = kind.rules(policies, asked(like));
                      return rules.isEmpty()
                          ? Optional.empty()
                          : Optional.of(webhooks(kind, configuration, like, rules, pem));
                    }));
  }

  private static ArrayNode webhooks(
      WebhookKind kind,
      JsonNode configuration,
      JsonNode like,
      List<RegistrationRule> rules,
      Optional<String> pem) {
    var webhooks = JsonNodeFactory.instance.arrayNode();
    var entry = webhooks.addObject().put("name", kind.entry());
    for (String field : AS_INSTALLED) {
      if (like.has(field)) {
        entry.set(field, like.path(field).deepCopy());
      }
    }
    if (like.has("namespaceSelector")) {
      entry.set("namespaceSelector", EntryScope.namespaces(configuration, like));
    }
    var conditions = EntryScope.conditions(like);
    if (!conditions.isEmpty()) {
      entry.set("matchConditions", conditions);
    }
    if (entry.path("clientConfig") instanceof ObjectNode client) {
      pem.ifPresent(certificates -> client.put("caBundle", CaBundles.base64(certificates)));
    }
    var list = entry.putArray("rules");
    rules.forEach(rule -> write(rule, list.addObject()));
    return webhooks;
  }

  /**
   * Whether a configuration says just that.
   *
   * @param configuration as the API server has it, with what it adds of its own
   */
  public static boolean says(JsonNode configuration, ArrayNode webhooks) {
    var entries = configuration.path("webhooks");
    if (entries.size() != webhooks.size()) {
      return false;
    }
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.path(i);
      if (EntryScope.isNarrowed(entry)
          || webhooks.path(i).properties().stream()
              .anyMatch(wanted -> !wanted.getValue().equals(entry.path(wanted.getKey())))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<JsonNode> entry(JsonNode configuration, String name) {
    return StreamSupport.stream(configuration.path("webhooks").spliterator(), false)
        .filter(entry -> entry.path("name").asText().equals(name))
        .findFirst();
  }

  /** What an entry has the API server ask about for certain. */
  private static Collection<RegistrationRule> asked(JsonNode entry) {
    var asked = new ArrayList<RegistrationRule>();
    if (!EntryScope.isNarrowed(entry)) {
      for (JsonNode rule : entry.path("rules")) {
        var operations = operations(rule);
        if (rule.path("scope").asText("*").equals("*") && !operations.isEmpty()) {
          asked.add(
              new RegistrationRule(
                  texts(rule, "apiGroups"),
                  texts(rule, "apiVersions"),
                  operations,
                  texts(rule, "resources")));
        }
      }
    }
    return asked;
  }

  private static List<Operation> operations(JsonNode rule) {
    var texts = texts(rule, "operations");
    return texts.contains("*")
        ? List.of(Operation.values())
        : List.of(Operation.values()).stream().filter(o -> texts.contains(o.name())).toList();
  }

  private static List<String> texts(JsonNode rule, String field) {
    return StreamSupport.stream(rule.path(field).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static void write(RegistrationRule rule, ObjectNode to) {
    rule.apiGroups().forEach(to.putArray("apiGroups")::add);
    rule.apiVersions().forEach(to.putArray("apiVersions")::add);
    var operations = to.putArray("operations");
    rule.operations().forEach(operation -> operations.add(operation.name()));
    rule.resources().forEach(to.putArray("resources")::add);
    to.put("scope", "*");
  }
}

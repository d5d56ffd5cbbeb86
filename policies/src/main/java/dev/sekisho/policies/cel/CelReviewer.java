package dev.sekisho.policies.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.CelRule;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reviews requests under the rules in CEL of the policies that match them. Pure functions. */
public final class CelReviewer {

  private static final String RULES = "rules.";

  private CelReviewer() {}

  /** The id of a rule, as reports and exemptions have it. */
  public static String ruleId(CelRule rule) {
    return RULES + rule.name();
  }

  /**
   * What admission says: every violation, in the order of policies and their rules. An edit may
   * keep a violation that the old object has already, with the same message; but a rule that
   * compares with {@code oldObject} is about the edit, and has its say on each. An object that is
   * being deleted isn't judged. A rule that can't be evaluated is violated. A namespace's own
   * policies have no say about the Namespace itself, which is the platform's.
   *
   * <p>Exemptions are not looked at.
   *
   * @param namespace of the object; for cluster-scoped ones, one without name
   */
  public static List<Violation> review(
      ObjectRequest request, NamespaceFacts namespace, PolicySet policies) {
    if (policies.policies().stream().allMatch(policy -> policy.rules().isEmpty())
        || isBeingDeleted(request)) {
      return List.of();
    }
    var violations = new ArrayList<Violation>();
    boolean platformOnly = isNamespace(request);
    policies
        .matching(namespace, request.requester())
        .filter(policy -> policy.isPlatform() || !platformOnly)
        .forEach(policy -> review(request, namespace, policy, violations));
    return List.copyOf(violations);
  }

  /** Such a request names as its namespace the very object that it is about. */
  private static boolean isNamespace(ObjectRequest request) {
    return request.resource().group().isEmpty()
        && request.resource().resource().equals("namespaces");
  }

  private static void review(
      ObjectRequest request, NamespaceFacts namespace, Policy policy, List<Violation> violations) {
    for (CelRule rule : policy.rules()) {
      if (rule.match().matches(request)) {
        RuleEvaluation.message(rule, request, namespace)
            .filter(message -> !hadIt(rule, message, request, namespace))
            .ifPresent(
                message ->
                    violations.add(
                        new Violation(
                            policy.id().toString(),
                            ruleId(rule),
                            "",
                            message,
                            policy.enforcement())));
      }
    }
  }

  private static boolean isBeingDeleted(ObjectRequest request) {
    return request.operation() == Operation.UPDATE
        && request
            .object()
            .orElse(request.objectTree())
            .at("/metadata/deletionTimestamp")
            .isTextual();
  }

  private static boolean hadIt(
      CelRule rule, String message, ObjectRequest request, NamespaceFacts namespace) {
    Optional<JsonNode> old = request.oldObject();
    return request.operation() == Operation.UPDATE
        && old.isPresent()
        && !RuleEvaluation.asksForOldObject(rule)
        && RuleEvaluation.message(rule, request.withObject(old.get()), namespace)
            .equals(Optional.of(message));
  }
}

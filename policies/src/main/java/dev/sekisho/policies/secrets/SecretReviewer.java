package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.DocumentOrder;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemptions;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.objects.MetaReader;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reviews which Secrets an object gets at, which paths of the node it mounts, and what is wrong
 * with its SecretProviderClasses, under the policies that match it. Pure functions.
 *
 * <p>Messages have one form: {@code invalid <kind> <what> "<name>" (<where>: <reason>)}, where
 * {@code where} says how the object gets at it, in the words that a policy has for {@code via}:
 * {@code invalid deployment secret "db" (container api, env DB: not granted)}.
 */
public final class SecretReviewer {

  private static final String NO_POLICY = "";
  private static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";

  private SecretReviewer() {}

  /**
   * What admission says of a new or edited object, in document order; of an edited one what the old
   * object hadn't already. Nothing to say of other kinds, of deletions, of objects that are being
   * deleted, and of subresources but {@code pods/ephemeralcontainers}, whose object is the Pod.
   *
   * @param namespace that of the request; of an empty name for cluster-scoped objects
   */
  public static List<Violation> review(
      ObjectRequest request, NamespaceFacts namespace, PolicySet policies, SecretLookup lookup) {
    if (!concerns(request)) {
      return List.of();
    }
    var review = new Review(request, namespace, policies, lookup);
    return switch (request.operation()) {
      case DELETE, CONNECT -> List.of();
      case CREATE -> review.violations(request.object());
      case UPDATE -> added(request, review);
    };
  }

  private static boolean concerns(ObjectRequest request) {
    boolean whole = request.subResource().isEmpty();
    boolean ephemeral =
        request.subResource().equals(EPHEMERAL_CONTAINERS)
            && request.operation() == Operation.UPDATE;
    return (whole || ephemeral) && SecretRequests.concern(request.kind());
  }

  private static List<Violation> added(ObjectRequest request, Review review) {
    if (request.object().filter(object -> MetaReader.read(object).deleting()).isPresent()) {
      return List.of();
    }
    var known = new HashSet<Fault>();
    review.violations(request.oldObject()).forEach(violation -> known.add(Fault.of(violation)));
    return review.violations(request.object()).stream()
        .filter(violation -> !known.contains(Fault.of(violation)))
        .toList();
  }

  /** A violation without the position, which an edit may move. */
  private record Fault(String policy, String rule, String message) {
    static Fault of(Violation violation) {
      return new Fault(violation.policy(), violation.rule(), violation.message());
    }
  }

  /** The same question about the old object and the new one. */
  private record Review(
      ObjectRequest request, NamespaceFacts namespace, PolicySet policies, SecretLookup lookup) {

    /** What was exempt is no violation: an edit that loses the exemption adds one. */
    List<Violation> violations(Optional<JsonNode> object) {
      return object
          .map(
              tree ->
                  Exemptions.filter(
                      found(tree),
                      namespace,
                      () -> MetaReader.read(tree).labels(),
                      Optional.of(request.requester()),
                      policies))
          .orElse(List.of());
    }

    private List<Violation> found(JsonNode object) {
      var matching =
          policies
              .matching(namespace, request.requester())
              .filter(policy -> policy.secrets().isPresent())
              .toList();
      var asked = SecretRequests.read(request.kind(), object, request.namespace(), lookup);
      var found = new ArrayList<Violation>();
      for (Policy policy : matching) {
        policy
            .secrets()
            .map(rules -> SecretChecks.violations(policy, rules, matching, asked, lookup))
            .ifPresent(found::addAll);
      }
      // Where the platform has no policy it is worth a warning, whatever the namespace's own say.
      if (matching.stream().noneMatch(Policy::isPlatform)) {
        asked.unreadable().forEach(problem -> found.add(unreadable(problem)));
      }
      found.sort(DocumentOrder.OF_VIOLATIONS);
      return List.copyOf(found);
    }

    private static Violation unreadable(FieldProblem problem) {
      return new Violation(
          NO_POLICY, SecretChecks.SECRETS, problem.path(), problem.problem(), Enforcement.WARN);
    }
  }
}

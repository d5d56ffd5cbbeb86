package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.ProviderClassRules;
import dev.sekisho.policies.model.SecretRules;
import dev.sekisho.policies.model.SecretRules.Remedy;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The changes to Pods that the {@code secrets} section of policies can ask for: read-only mounts, a
 * CSI volume by annotation, no service account token. Pure.
 *
 * <p>Applied to what it made itself, also with other webhooks' changes in between, or to a copy of
 * a running Pod, it changes nothing more. Only Pods are changed, never what makes them: that
 * belongs to people and to GitOps tools. Of a Pod that runs nothing can be changed but the
 * ephemeral containers that are added to it. Policies that only warn or report change nothing.
 */
public final class PodMutations {

  private static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";

  private PodMutations() {}

  /** The object of the request as the policies want it. */
  public static Mutated apply(ObjectRequest request, NamespaceFacts namespace, PolicySet policies) {
    if (!(request.objectTree() instanceof ObjectNode before) || !isPod(request)) {
      return new Mutated(request.objectTree(), List.of());
    }
    var active =
        policies
            .matching(namespace, request.requester())
            .filter(policy -> policy.enforcement() == Enforcement.DENY)
            .toList();
    return switch (change(request)) {
      case NONE -> new Mutated(before, List.of());
      case POD -> pod(before, active);
      case EPHEMERAL_CONTAINERS -> ephemeralContainers(before, request.oldObjectTree(), active);
    };
  }

  /** What of a Pod can be changed. */
  private enum Change {
    NONE,
    POD,
    EPHEMERAL_CONTAINERS
  }

  private static boolean isPod(ObjectRequest request) {
    return request.kind().kind().equals("Pod") && request.kind().group().isEmpty();
  }

  private static Change change(ObjectRequest request) {
    if (request.operation() == Operation.CREATE && request.subResource().isEmpty()) {
      return Change.POD;
    }
    return request.operation() == Operation.UPDATE
            && request.subResource().equals(EPHEMERAL_CONTAINERS)
        ? Change.EPHEMERAL_CONTAINERS
        : Change.NONE;
  }

  private static Mutated pod(ObjectNode before, List<Policy> policies) {
    var pod = new PodTree(before.deepCopy());
    var problems = new ArrayList<Violation>();
    first(policies, PodMutations::injects)
        .ifPresent(policy -> ProviderClassVolume.put(pod, policy).ifPresent(problems::add));
    if (first(policies, PodMutations::setsReadOnly).isPresent()) {
      ReadOnlyMounts.set(pod);
    }
    if (first(policies, PodMutations::unmountsToken).isPresent()) {
      ServiceAccountToken.unmount(pod);
    }
    return new Mutated(kept(before, pod), problems);
  }

  private static Mutated ephemeralContainers(
      ObjectNode before, JsonNode old, List<Policy> policies) {
    var pod = new PodTree(before.deepCopy());
    if (first(policies, PodMutations::setsReadOnly).isPresent()) {
      ReadOnlyMounts.setInAddedEphemeralContainers(pod, old);
    }
    return new Mutated(kept(before, pod), List.of());
  }

  private static JsonNode kept(ObjectNode before, PodTree after) {
    return after.root().equals(before) ? before : after.root();
  }

  private static Optional<Policy> first(List<Policy> policies, Predicate<SecretRules> asks) {
    return policies.stream()
        .filter(policy -> policy.secrets().filter(asks).isPresent())
        .findFirst();
  }

  private static boolean setsReadOnly(SecretRules rules) {
    return rules.mounts().readOnly().filter(remedy -> remedy == Remedy.SET).isPresent();
  }

  private static boolean unmountsToken(SecretRules rules) {
    return rules.automountServiceAccountToken().filter(remedy -> remedy == Remedy.SET).isPresent();
  }

  private static boolean injects(SecretRules rules) {
    return rules.providerClasses().filter(ProviderClassRules::inject).isPresent();
  }
}

package dev.sekisho.policies.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.cel.expression.CelBudget;
import dev.sekisho.policies.cel.expression.CelExpression;
import dev.sekisho.policies.cel.expression.CelVariables;
import dev.sekisho.policies.cel.expression.Evaluated;
import dev.sekisho.policies.model.CelMutation;
import dev.sekisho.policies.model.NamedExpression;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.policies.objects.Operation;
import java.util.ArrayList;
import java.util.List;

/** Changes objects by the mutations in CEL of the policies that match them. Pure functions. */
public final class CelMutations {

  private static final String MUTATIONS = "mutations.";
  private static final String SECRET = "Secret";

  private CelMutations() {}

  /**
   * What became of an object.
   *
   * @param object the changed copy; the very tree of the request if nothing changed
   * @param problems of mutations that couldn't be made, each under its policy's enforcement
   */
  public record Mutated(JsonNode object, List<Violation> problems) {
    public Mutated {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Applies one mutation after the other, in the order of policies: each sees what those before it
   * made. One that fails changes nothing; so does one whose patch has a {@code test} that doesn't
   * hold, which is no problem. Objects that are being deleted stay as they are.
   */
  public static Mutated apply(ObjectRequest request, NamespaceFacts namespace, PolicySet policies) {
    var problems = new ArrayList<Violation>();
    JsonNode object = request.objectTree();
    boolean writes =
        request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
    if (!writes || !object.isObject() || object.at("/metadata/deletionTimestamp").isTextual()) {
      return new Mutated(object, problems);
    }
    for (Policy policy : policies.matching(namespace, request.requester()).toList()) {
      for (CelMutation mutation : policy.mutations()) {
        var asked = request.withObject(object);
        if (mutation.match().matches(asked)) {
          try {
            object = applied(mutation, asked, namespace);
          } catch (PatchFailed e) {
            problems.add(problem(policy, mutation, request, e));
          }
        }
      }
    }
    return new Mutated(object, problems);
  }

  private static JsonNode applied(
      CelMutation mutation, ObjectRequest request, NamespaceFacts namespace) throws PatchFailed {
    var variables = CelVariables.of(request, namespace);
    mutation.variables().forEach(v -> variables.with(v.name(), v.expression()));
    for (NamedExpression condition : mutation.conditions()) {
      if (evaluate(condition.expression(), variables).value().equals(false)) {
        return request.objectTree();
      }
    }
    try {
      JsonNode patch = evaluate(mutation.jsonPatch(), variables).json();
      JsonNode patched = JsonPatch.apply(patch, request.objectTree()).orElse(request.objectTree());
      if (!patched.isObject()) {
        throw new PatchFailed("what it makes is no object");
      }
      return patched.equals(request.objectTree()) ? request.objectTree() : patched;
    } catch (IllegalArgumentException e) {
      throw new PatchFailed(String.valueOf(e.getMessage()));
    }
  }

  private static Evaluated.Value evaluate(CelExpression expression, CelVariables variables)
      throws PatchFailed {
    return switch (expression.evaluate(variables, new CelBudget())) {
      case Evaluated.Value value -> value;
      case Evaluated.Failed(String reason) -> throw new PatchFailed(reason);
    };
  }

  /** A reason may quote from the object, which a Secret's may not. */
  private static Violation problem(
      Policy policy, CelMutation mutation, ObjectRequest request, PatchFailed failure) {
    String what = "mutation \"" + mutation.name() + "\" can't be made";
    boolean secret = request.kind().kind().equals(SECRET);
    return new Violation(
        policy.id().toString(),
        MUTATIONS + mutation.name(),
        "",
        secret ? what : what + ": " + failure.getMessage(),
        policy.enforcement());
  }
}

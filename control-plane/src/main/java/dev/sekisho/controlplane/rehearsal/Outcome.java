package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.Operation;
import dev.sekisho.policies.parse.PolicyProblem;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of one object.
 *
 * @param violations in document order, of every enforcement
 * @param problems why the object, a policy ConfigMap, isn't in force; empty for all others
 * @param patch what mutation changed, a list of JSON Patch operations; empty for nothing
 * @param revision of the policies that it was reviewed under
 */
public record Outcome(
    ObjectKey object,
    Operation operation,
    List<Violation> violations,
    List<PolicyProblem> problems,
    JsonNode patch,
    String revision) {

  public Outcome {
    violations = List.copyOf(violations);
    problems = List.copyOf(problems);
  }

  Outcome withProblems(List<PolicyProblem> found) {
    return new Outcome(object, operation, violations, found, patch, revision);
  }

  /** Whether it was admitted. */
  public boolean allowed() {
    return problems.isEmpty() && with(Enforcement.DENY).findAny().isEmpty();
  }

  /** The violations of this enforcement. */
  public Stream<Violation> with(Enforcement enforcement) {
    return violations.stream().filter(v -> v.enforcement() == enforcement);
  }
}

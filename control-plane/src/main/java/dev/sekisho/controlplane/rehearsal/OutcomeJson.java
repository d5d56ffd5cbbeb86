package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.model.Enforcement;

/** An outcome as one line of JSON: the output of {@code sekisho review -o json}, a contract. */
public final class OutcomeJson {

  private OutcomeJson() {}

  /** The object; what only warns stands among the warnings. */
  public static ObjectNode of(Outcome outcome) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("object", outcome.object().toString());
    json.put("operation", outcome.operation().name());
    json.put("allowed", outcome.allowed());
    var violations = json.putArray("violations");
    outcome
        .problems()
        .forEach(
            problem ->
                violations
                    .addObject()
                    .put("policy", "")
                    .put("rule", Finding.POLICY)
                    .put("path", "data[" + problem.key() + "]")
                    .put("message", problem.toString()));
    outcome
        .with(Enforcement.DENY)
        .forEach(
            violation ->
                violations
                    .addObject()
                    .put("policy", violation.policy())
                    .put("rule", violation.rule())
                    .put("path", violation.fieldPath())
                    .put("message", violation.message()));
    var warnings = json.putArray("warnings");
    outcome.with(Enforcement.WARN).map(v -> v.message()).distinct().forEach(warnings::add);
    json.set("patch", outcome.patch());
    json.put("revision", outcome.revision());
    return json;
  }
}

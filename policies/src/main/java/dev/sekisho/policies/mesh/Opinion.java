package dev.sekisho.policies.mesh;

import dev.sekisho.policies.model.MeshSection;
import dev.sekisho.policies.model.MeshSection.Caller;
import dev.sekisho.policies.model.PolicyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one policy says of the mesh.
 *
 * @param platform whether it is a platform policy
 */
record Opinion(PolicyId policy, boolean platform, MeshSection section) {

  /** Whether it surely speaks of all the workloads that {@code other} speaks of. */
  boolean speaksOfAllOf(Opinion other) {
    return section.workloads().isEmpty() || section.workloads().equals(other.section.workloads());
  }

  /** Its rules about callers; empty: no opinion. */
  Optional<List<CallerRule>> rules() {
    return section.allowFrom().map(this::rules);
  }

  private List<CallerRule> rules(List<Caller> callers) {
    var rules = new ArrayList<CallerRule>();
    for (int i = 0; i < callers.size(); i++) {
      var caller = callers.get(i);
      rules.add(new CallerRule(policy, i, caller.principals(), operations(caller)));
    }
    return rules;
  }

  private static Optional<CallerRule.Operations> operations(Caller caller) {
    boolean all =
        caller.ports().isEmpty() && caller.methods().isEmpty() && caller.paths().isEmpty();
    return all
        ? Optional.empty()
        : Optional.of(new CallerRule.Operations(caller.ports(), caller.methods(), caller.paths()));
  }
}

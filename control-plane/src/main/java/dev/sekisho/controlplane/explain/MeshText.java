package dev.sekisho.controlplane.explain;

import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.policies.mesh.CallerRule.Operations;
import dev.sekisho.policies.mesh.WorkloadMesh;
import java.util.ArrayList;
import java.util.List;

/** What policies say of a workload in the mesh, for people. */
final class MeshText {

  private MeshText() {}

  static List<String> lines(WorkloadMesh mesh) {
    var lines = new ArrayList<String>();
    var modes = new StringBuilder("mTLS: " + mesh.mode());
    mesh.ports()
        .forEach((port, mode) -> modes.append(", port ").append(port).append(' ').append(mode));
    lines.add(modes.toString());
    if (mesh.allow().isEmpty()) {
      lines.add("callers: everybody");
    }
    for (int i = 0; i < mesh.allow().size(); i++) {
      var rules = mesh.allow().get(i);
      lines.add((i == 0 ? "callers: " : "and: ") + (rules.isEmpty() ? "nobody" : "one of"));
      rules.forEach(rule -> lines.add("  " + line(rule)));
    }
    return lines;
  }

  private static String line(CallerRule rule) {
    return joined(rule.principals())
        + rule.to().map(MeshText::what).orElse("")
        + "  ["
        + rule.policy()
        + " mesh.allowFrom["
        + rule.index()
        + "]]";
  }

  private static String what(Operations to) {
    var parts = new ArrayList<String>();
    if (!to.ports().isEmpty()) {
      parts.add("ports " + joined(to.ports()));
    }
    if (!to.methods().isEmpty()) {
      parts.add("methods " + joined(to.methods()));
    }
    if (!to.paths().isEmpty()) {
      parts.add("paths " + joined(to.paths()));
    }
    return "  to " + String.join("; ", parts);
  }

  private static String joined(Iterable<?> all) {
    var texts = new ArrayList<String>();
    all.forEach(one -> texts.add(one.toString()));
    return String.join(", ", texts);
  }
}

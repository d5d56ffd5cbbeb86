package dev.sekisho.controlplane.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.mesh.CallerRule;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.Glob;
import java.util.List;

/** What policies say of a workload in the mesh, with the names of the policy document's keys. */
final class MeshJson {

  private MeshJson() {}

  static ObjectNode of(WorkloadMesh mesh) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("mode", mesh.mode().name());
    var ports = json.putObject("ports");
    mesh.ports().forEach((port, mode) -> ports.put(port.toString(), mode.name()));
    var lists = json.putArray("allow");
    for (List<CallerRule> rules : mesh.allow()) {
      var list = lists.addArray();
      rules.forEach(rule -> list.add(of(rule)));
    }
    return json;
  }

  private static ObjectNode of(CallerRule rule) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("policy", rule.policy().toString()).put("index", rule.index());
    put(json, "principals", rule.principals());
    rule.to()
        .ifPresent(
            to -> {
              var what = json.putObject("to");
              to.ports().forEach(what.putArray("ports")::add);
              put(what, "methods", to.methods());
              put(what, "paths", to.paths());
            });
    return json;
  }

  private static void put(ObjectNode json, String key, List<Glob> globs) {
    var array = json.putArray(key);
    globs.forEach(glob -> array.add(glob.pattern()));
  }
}

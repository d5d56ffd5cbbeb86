package dev.sekisho.controlplane.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** An explanation for programs, with the names of its record's components as keys. */
public final class ExplanationJson {

  private ExplanationJson() {}

  /** The explanation. */
  public static ObjectNode of(Explanation explanation) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("object", explanation.object().toString());
    json.put("revision", explanation.revision());
    var policies = json.putArray("policies");
    explanation
        .policies()
        .forEach(
            p ->
                policies
                    .addObject()
                    .put("id", p.id())
                    .put("enforcement", p.enforcement().name().toLowerCase(Locale.ROOT))
                    .put("conditional", p.conditional()));
    var violations = json.putArray("violations");
    explanation
        .violations()
        .forEach(
            v ->
                violations
                    .addObject()
                    .put("policy", v.policy())
                    .put("rule", v.rule())
                    .put("path", v.fieldPath())
                    .put("message", v.message())
                    .put("enforcement", v.enforcement().name().toLowerCase(Locale.ROOT)));
    var hosts = json.putArray("hosts");
    explanation
        .hosts()
        .forEach(
            c ->
                hosts
                    .addObject()
                    .put("host", c.host())
                    .put("path", c.path())
                    .put("exposure", c.exposure()));
    json.put("routing", explanation.routing());
    var routes = json.putArray("routes");
    explanation
        .routes()
        .forEach(
            r ->
                routes
                    .addObject()
                    .put("host", r.host())
                    .put("path", r.path())
                    .put("backend", r.backend()));
    explanation.mesh().ifPresent(mesh -> json.set("mesh", MeshJson.of(mesh)));
    return json;
  }
}

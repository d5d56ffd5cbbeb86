package dev.sekisho.policies.defaults;

import static dev.sekisho.policies.defaults.Fields.each;
import static dev.sekisho.policies.defaults.Fields.object;
import static dev.sekisho.policies.defaults.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Defaults of bindings of roles. */
final class RoleDefaults {

  private static final String GROUP = "rbac.authorization.k8s.io";

  private RoleDefaults() {}

  static void fill(String kind, ObjectNode object) {
    if (!kind.endsWith("Binding")) {
      return;
    }
    object(object, "roleRef").ifPresent(role -> text(role, "apiGroup", GROUP));
    each(
        object,
        "subjects",
        subject -> {
          if (!subject.path("kind").asText().equals("ServiceAccount")) {
            text(subject, "apiGroup", GROUP);
          }
        });
  }
}

package dev.sekisho.policies.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.model.SecretChannel;
import java.util.List;
import java.util.Set;

/**
 * The Secrets that a Role or a ClusterRole lets somebody read: those that a rule names, or all,
 * {@code *}. Who may change a Secret reads it, too: the API server answers with the whole of it.
 */
final class RbacReferences {

  private static final String ANY = "*";
  private static final Set<String> READING =
      Set.of("get", "list", "watch", "update", "patch", "deletecollection", ANY);

  private RbacReferences() {}

  static void read(JsonNode object, ReferenceReader into) {
    into.fields().objects(object, "rules", "", (rule, at) -> rule(rule, at, into));
  }

  private static void rule(JsonNode rule, String at, ReferenceReader into) {
    var fields = into.fields();
    var groups = fields.texts(rule, "apiGroups", at);
    var resources = fields.texts(rule, "resources", at);
    var reading = fields.texts(rule, "verbs", at).stream().filter(READING::contains).toList();
    var names = fields.texts(rule, "resourceNames", at);
    if (reading.isEmpty() || !has(groups, "") || !has(resources, "secrets")) {
      return;
    }
    String verbs = String.join(" ", reading);
    if (names.isEmpty()) {
      into.add(SecretChannel.RBAC, ANY, verbs, at + ".resources");
    }
    for (int i = 0; i < names.size(); i++) {
      into.add(SecretChannel.RBAC, names.get(i), verbs, at + ".resourceNames[" + i + "]");
    }
  }

  private static boolean has(List<String> list, String what) {
    return list.contains(what) || list.contains(ANY);
  }
}

package dev.sekisho.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody may do, or has done.
 *
 * @param resource with its group after a dot, as {@code kubectl auth can-i} takes it
 * @param name of the one object; empty: any
 * @param namespace empty: of the cluster, or any
 */
record Right(String verb, String resource, String name, String namespace) {

  /** Whether this was granted by that one. */
  boolean isCoveredBy(Right granted) {
    return verb.equals(granted.verb)
        && resource.equals(granted.resource)
        && (granted.name.isEmpty() || granted.name.equals(name))
        && (granted.namespace.isEmpty() || granted.namespace.equals(namespace));
  }

  /** What the Roles and ClusterRoles among those objects grant, taken for bound where they are. */
  static Set<Right> granted(List<JsonNode> objects) {
    return objects.stream()
        .filter(object -> Set.of("Role", "ClusterRole").contains(object.path("kind").asText()))
        .flatMap(
            role ->
                role.path("rules")
                    .valueStream()
                    .flatMap(rule -> granted(rule, role.at("/metadata/namespace").asText())))
        .collect(Collectors.toSet());
  }

  private static Stream<Right> granted(JsonNode rule, String namespace) {
    var names = texts(rule.path("resourceNames"));
    return texts(rule.path("apiGroups")).stream()
        .flatMap(
            group ->
                texts(rule.path("resources")).stream().map(resource -> resource(group, resource)))
        .flatMap(
            resource ->
                texts(rule.path("verbs")).stream()
                    .flatMap(
                        verb ->
                            (names.isEmpty() ? List.of("") : names)
                                .stream().map(name -> new Right(verb, resource, name, namespace))));
  }

  /** Of a record of the audit log that is about an object. */
  static Right used(JsonNode record) {
    var object = record.path("objectRef");
    return new Right(
        record.path("verb").asText(),
        resource(object.path("apiGroup").asText(), object.path("resource").asText()),
        object.path("name").asText(),
        object.path("namespace").asText());
  }

  private static String resource(String group, String resource) {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  @Override
  public String toString() {
    return verb
        + " "
        + resource
        + (name.isEmpty() ? "" : " " + name)
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }
}

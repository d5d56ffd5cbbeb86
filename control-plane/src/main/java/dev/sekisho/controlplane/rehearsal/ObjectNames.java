package dev.sekisho.controlplane.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectRequest;

/** What objects from files are called. */
final class ObjectNames {

  static final String GENERATE_NAME = "generateName";

  private ObjectNames() {}

  static ObjectKey key(JsonNode object) {
    var meta = object.path("metadata");
    return new ObjectKey(
        kind(object).nameInKey(), meta.path("namespace").asText(""), meta.path("name").asText(""));
  }

  static GroupVersionKind kind(JsonNode object) {
    return GroupVersionKind.of(object);
  }

  static ObjectKey key(ObjectRequest request) {
    boolean isNamespace = request.kind().kind().equals("Namespace");
    return new ObjectKey(
        request.kind().nameInKey(),
        isNamespace ? "" : request.namespace(),
        request.name().isEmpty() ? name(request.objectTree().path("metadata")) : request.name());
  }

  /** What is still to get its name goes by what is known of it. */
  private static String name(JsonNode meta) {
    return meta.path("name").asText(meta.path(GENERATE_NAME).asText(""));
  }

  /** Whether the object has a name, or asks for one to be made. */
  static boolean hasName(JsonNode object) {
    var meta = object.path("metadata");
    return !meta.path("name").asText("").isEmpty()
        || !meta.path(GENERATE_NAME).asText("").isEmpty();
  }

  /** The object in this namespace, if its kind has one and it names none. */
  static ObjectNode placedIn(ObjectNode object, String namespace) {
    var placed = object.deepCopy();
    var meta = placed.withObjectProperty("metadata");
    if (KnownResources.isClusterScoped(kind(object))) {
      meta.remove("namespace");
    } else if (meta.path("namespace").asText("").isEmpty()) {
      meta.put("namespace", namespace);
    }
    return placed;
  }
}

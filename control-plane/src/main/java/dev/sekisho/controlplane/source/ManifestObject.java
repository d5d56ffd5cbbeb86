package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.GroupVersionKind;
import dev.sekisho.policies.objects.KnownResources;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.SharedValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An object of a manifest, with what the API server would have added to its metadata.
 *
 * @param key the uid follows from it
 */
record ManifestObject(ObjectKey key, ObjectNode tree) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Takes the tree over. Empty if it has no name.
   *
   * @param created its age
   * @param values shared by the keys
   */
  static Optional<ManifestObject> of(ObjectNode tree, Instant created, SharedValues values) {
    if (!(tree.path("metadata") instanceof ObjectNode metadata)
        || !metadata.path("name").isTextual()) {
      return Optional.empty();
    }
    var kind = GroupVersionKind.of(tree);
    String namespace = metadata.path("namespace").asText("");
    if (KnownResources.isClusterScoped(kind)) {
      namespace = "";
    } else if (namespace.isEmpty()) {
      namespace = "default";
      metadata.put("namespace", namespace);
    }
    var key =
        new ObjectKey(
            values.of(kind.nameInKey()), values.of(namespace), metadata.path("name").asText());
    metadata.put(
        "uid", UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)).toString());
    metadata.put("creationTimestamp", created.toString());
    return Optional.of(new ManifestObject(key, tree));
  }

  /** Stands for what it says. */
  long content() {
    try {
      return ContentHash.of(JSON.writeValueAsBytes(tree)).high();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written as JSON", e);
    }
  }

  /** The tree isn't printed: it may be a Secret. */
  @Override
  public String toString() {
    return key.toString();
  }
}

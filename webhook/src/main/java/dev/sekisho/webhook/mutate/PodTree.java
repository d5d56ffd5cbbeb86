package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Pod's tree that is being changed. Whatever isn't of the type that it should be reads as absent
 * and stays as it is. For one thread.
 */
record PodTree(ObjectNode root) {

  private static final String VOLUMES = "volumes";
  private static final String VOLUME_MOUNTS = "volumeMounts";

  /** Empty for an object that can't be a Pod. */
  Optional<ObjectNode> spec() {
    return object(root, "spec");
  }

  /** The text at that key of {@code metadata.annotations}. */
  Optional<String> annotation(String key) {
    return Optional.ofNullable(root.path("metadata").path("annotations").path(key).textValue());
  }

  Stream<ObjectNode> volumes() {
    return spec().stream().flatMap(spec -> objects(spec, VOLUMES));
  }

  /** Containers and init containers. */
  Stream<ObjectNode> containers() {
    return spec().stream()
        .flatMap(spec -> Stream.of("initContainers", "containers").flatMap(k -> objects(spec, k)));
  }

  Stream<ObjectNode> ephemeralContainers() {
    return spec().stream().flatMap(spec -> objects(spec, "ephemeralContainers"));
  }

  static Stream<ObjectNode> mounts(ObjectNode container) {
    return objects(container, VOLUME_MOUNTS);
  }

  void putVolume(Predicate<ObjectNode> own, ObjectNode volume) {
    spec().ifPresent(spec -> put(spec, VOLUMES, own, volume));
  }

  void removeVolumes(Predicate<ObjectNode> which) {
    spec().ifPresent(spec -> remove(spec, VOLUMES, which));
  }

  static void putMount(ObjectNode container, Predicate<ObjectNode> own, ObjectNode mount) {
    put(container, VOLUME_MOUNTS, own, mount);
  }

  static void removeMounts(ObjectNode container, Predicate<ObjectNode> which) {
    remove(container, VOLUME_MOUNTS, which);
  }

  static Optional<ObjectNode> object(JsonNode parent, String key) {
    return parent.get(key) instanceof ObjectNode found ? Optional.of(found) : Optional.empty();
  }

  private static Stream<ObjectNode> objects(ObjectNode parent, String key) {
    return parent.get(key) instanceof ArrayNode list
        ? list.valueStream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast)
        : Stream.empty();
  }

  /**
   * Puts an element where the first of one's own stands, else to the end; others of one's own go. A
   * place that was found once is kept, so that doing it again changes nothing.
   */
  private static void put(
      ObjectNode parent, String key, Predicate<ObjectNode> own, ObjectNode element) {
    JsonNode there = parent.path(key);
    if (!there.isArray() && !there.isMissingNode() && !there.isNull()) {
      return; // not for us to repair
    }
    var elements = new ArrayList<JsonNode>();
    boolean placed = false;
    for (JsonNode old : there) {
      if (!(old instanceof ObjectNode object && own.test(object))) {
        elements.add(old);
      } else if (!placed) {
        elements.add(element);
        placed = true;
      }
    }
    if (!placed) {
      elements.add(element);
    }
    set(parent, key, elements);
  }

  private static void remove(ObjectNode parent, String key, Predicate<ObjectNode> which) {
    if (!(parent.get(key) instanceof ArrayNode list)) {
      return;
    }
    var kept =
        list.valueStream()
            .filter(element -> !(element instanceof ObjectNode object && which.test(object)))
            .toList();
    if (kept.size() == list.size()) {
      return;
    }
    if (kept.isEmpty()) {
      parent.remove(key);
    } else {
      set(parent, key, kept);
    }
  }

  private static void set(ObjectNode parent, String key, List<JsonNode> elements) {
    parent.set(key, JsonNodeFactory.instance.arrayNode().addAll(elements));
  }
}

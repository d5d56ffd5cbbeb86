package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Pod's tree, for reading and, if it is a copy, for changing. Null reads as absent, and so does
 * what isn't of the type that it should be; {@link #misshapen} tells of that. For one thread.
 */
record PodDocument(ObjectNode root) {

  static final String INIT_CONTAINERS = "initContainers";
  static final String CONTAINERS = "containers";
  static final String VOLUMES = "volumes";
  static final String NAME = "name";

  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";

  /** The path of a part that a sidecar would have to be put into, but can't. */
  Optional<String> misshapen() {
    return Stream.of(
            METADATA,
            METADATA + "." + LABELS,
            METADATA + "." + ANNOTATIONS,
            SPEC,
            SPEC + "." + INIT_CONTAINERS,
            SPEC + "." + CONTAINERS,
            SPEC + "." + VOLUMES)
        .filter(path -> !isShapely(path))
        .findFirst();
  }

  private boolean isShapely(String path) {
    JsonNode node = root.at("/" + path.replace('.', '/'));
    boolean list = path.endsWith("ontainers") || path.endsWith(VOLUMES);
    return node.isMissingNode()
        || (node.isNull() && !path.equals(SPEC))
        || (list
            ? node.isArray() && node.valueStream().allMatch(JsonNode::isObject)
            : node.isObject());
  }

  JsonNode spec() {
    return root.path(SPEC);
  }

  Optional<String> label(String key) {
    return text(root.path(METADATA).path(LABELS), key);
  }

  Optional<String> annotation(String key) {
    return text(root.path(METADATA).path(ANNOTATIONS), key);
  }

  /** The keys of all annotations. */
  List<String> annotations() {
    return root.path(METADATA).path(ANNOTATIONS).propertyStream().map(e -> e.getKey()).toList();
  }

  static Optional<String> text(JsonNode parent, String key) {
    return Optional.ofNullable(parent.path(key).textValue());
  }

  List<ObjectNode> volumes() {
    return objects(VOLUMES);
  }

  /** The elements of a list of the {@code spec}. */
  List<ObjectNode> objects(String list) {
    return spec()
        .path(list)
        .valueStream()
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .toList();
  }

  /** Those that go on running: containers, and native sidecars. */
  List<ObjectNode> running() {
    var running =
        new ArrayList<>(
            objects(INIT_CONTAINERS).stream()
                .filter(container -> container.path("restartPolicy").asText().equals("Always"))
                .toList());
    running.addAll(objects(CONTAINERS));
    return running;
  }

  void setLabel(String key, String value) {
    in(in(root, METADATA), LABELS).put(key, value);
  }

  void removeLabel(String key) {
    in(in(root, METADATA), LABELS).remove(key);
  }

  void setAnnotation(String key, String value) {
    in(in(root, METADATA), ANNOTATIONS).put(key, value);
  }

  void removeAnnotation(String key) {
    in(in(root, METADATA), ANNOTATIONS).remove(key);
  }

  /** Takes elements of these names out of a list of the {@code spec}, and puts others around. */
  void replace(String list, Set<String> names, List<ObjectNode> before, List<ObjectNode> after) {
    var elements = new ArrayList<JsonNode>(before);
    for (JsonNode element : spec().path(list)) {
      if (!names.contains(element.path(NAME).asText())) {
        elements.add(element);
      }
    }
    elements.addAll(after);
    var there = spec().path(list);
    if (elements.isEmpty() && (there.isMissingNode() || there.isNull())) {
      return;
    }
    in(root, SPEC).set(list, JsonNodeFactory.instance.arrayNode().addAll(elements));
  }

  private static ObjectNode in(ObjectNode parent, String key) {
    return parent.get(key) instanceof ObjectNode there ? there : parent.putObject(key);
  }

  static ArrayNode texts(ArrayNode array, List<String> values) {
    values.forEach(array::add);
    return array;
  }
}

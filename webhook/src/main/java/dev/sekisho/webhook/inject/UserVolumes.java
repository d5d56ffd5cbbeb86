package dev.sekisho.webhook.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Volumes and mounts for the sidecar, as JSON in annotations: a list, or an object by name. */
final class UserVolumes {

  static final String EXPECTED = "JSON: an object by name, or a list, of objects";

  private static final String NAME = "name";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private UserVolumes() {}

  static Optional<List<ObjectNode>> read(String json) {
    try {
      return elements(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<ObjectNode>> elements(JsonNode root) {
    var elements = new ArrayList<ObjectNode>();
    if (root.isObject()) {
      for (var entry : root.properties()) {
        if (entry.getValue() instanceof ObjectNode element) {
          elements.add(element.put(NAME, entry.getKey()));
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(elements);
    }
    if (!root.isArray()) {
      return Optional.empty();
    }
    for (var element : root) {
      if (!(element instanceof ObjectNode object) || object.path(NAME).asText("").isEmpty()) {
        return Optional.empty();
      }
      elements.add(object);
    }
    return Optional.of(elements);
  }
}

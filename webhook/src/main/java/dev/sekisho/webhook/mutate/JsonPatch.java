package dev.sekisho.webhook.mutate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes to a JSON document, one after the other. Immutable as long as nobody changes the values.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public record JsonPatch(List<Operation> operations) {

  public JsonPatch {
    operations = List.copyOf(operations);
  }

  /** One change. Its path is a JSON pointer (RFC 6901), with {@code ~} and {@code /} escaped. */
  public sealed interface Operation {

    String path();

    /** Sets a member of an object, or puts an element into a list before that index. */
    record Add(String path, JsonNode value) implements Operation {}

    record Remove(String path) implements Operation {}

    /** What stands at the path is there, and isn't null. */
    record Replace(String path, JsonNode value) implements Operation {}

    private ObjectNode toJson() {
      var json = JsonNodeFactory.instance.objectNode();
      switch (this) {
        case Add add -> json.put("op", "add").put("path", add.path).set("value", add.value);
        case Remove remove -> json.put("op", "remove").put("path", remove.path);
        case Replace replace ->
            json.put("op", "replace").put("path", replace.path).set("value", replace.value);
      }
      return json;
    }
  }

  /**
   * What makes {@code target} of {@code source}: only what differs, with whole parents where they
   * are missing; elements of lists are added, removed and changed one by one. Empty if the trees
   * are equal; whole numbers are compared by value, whatever their node's type.
   */
  public static JsonPatch diff(JsonNode source, JsonNode target) {
    return new JsonPatch(TreeDiff.of(source, target));
  }

  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /** As RFC 6902 writes it. */
  public ArrayNode toJson() {
    var json = JsonNodeFactory.instance.arrayNode();
    operations.forEach(operation -> json.add(operation.toJson()));
    return json;
  }

  /** Paths only: values may be confidential. */
  @Override
  public String toString() {
    return operations.stream()
        .map(operation -> operation.getClass().getSimpleName() + " " + operation.path())
        .collect(Collectors.joining(", ", "JsonPatch[", "]"));
  }
}

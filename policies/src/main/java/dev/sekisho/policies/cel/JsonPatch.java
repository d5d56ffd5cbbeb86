package dev.sekisho.policies.cel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Applies JSON patches that expressions make.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class JsonPatch {

  private JsonPatch() {}

  /**
   * The patched copy of {@code tree}; empty if a {@code test} doesn't hold, and then nothing is to
   * be done.
   */
  static Optional<JsonNode> apply(JsonNode patch, JsonNode tree) throws PatchFailed {
    JsonNode root = tree.deepCopy();
    for (JsonNode operation : patch) {
      var path = JsonPointer.parse(text(operation, "path"));
      String op = text(operation, "op");
      switch (op) {
        case "add" -> root = put(root, path, value(operation));
        case "replace" -> {
          path.get(root);
          root = replace(root, path, value(operation));
        }
        case "remove" -> {
          notWhole(path);
          path.remove(root);
        }
        case "copy" -> root = put(root, path, from(operation).get(root).deepCopy());
        case "move" -> {
          var from = from(operation);
          JsonNode moved = from.get(root);
          notWhole(from);
          from.remove(root);
          root = put(root, path, moved);
        }
        case "test" -> {
          if (!sameAs(path.get(root), value(operation))) {
            return Optional.empty();
          }
        }
        default -> throw new PatchFailed("there is no operation \"" + op + "\"");
      }
    }
    return Optional.of(root);
  }

  private static JsonNode put(JsonNode root, JsonPointer path, JsonNode value) throws PatchFailed {
    if (path.isRoot()) {
      return value;
    }
    path.add(root, value);
    return root;
  }

  private static JsonNode replace(JsonNode root, JsonPointer path, JsonNode value)
      throws PatchFailed {
    if (!path.isRoot()) {
      path.remove(root);
    }
    return put(root, path, value);
  }

  private static void notWhole(JsonPointer path) throws PatchFailed {
    if (path.isRoot()) {
      throw new PatchFailed("the whole object can't be removed");
    }
  }

  private static JsonPointer from(JsonNode operation) throws PatchFailed {
    return JsonPointer.parse(text(operation, "from"));
  }

  private static String text(JsonNode operation, String key) throws PatchFailed {
    if (!operation.path(key).isTextual()) {
      throw new PatchFailed("an operation has no \"" + key + "\"");
    }
    return operation.path(key).textValue();
  }

  private static JsonNode value(JsonNode operation) throws PatchFailed {
    if (!operation.has("value")) {
      throw new PatchFailed("an operation has no \"value\"");
    }
    return operation.get("value").deepCopy();
  }

  /** Numbers of different types may be the same. */
  private static boolean sameAs(JsonNode a, JsonNode b) {
    return a.equals(
        (x, y) ->
            x.isNumber() && y.isNumber()
                ? x.decimalValue().compareTo(y.decimalValue())
                : x.equals(y) ? 0 : 1,
        b);
  }
}

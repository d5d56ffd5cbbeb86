package dev.sekisho.policies.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a tree.
 *
 * @param tokens unescaped; none is the whole tree
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
record JsonPointer(String text, List<String> tokens) {

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final String END = "-";

  static JsonPointer parse(String text) throws PatchFailed {
    if (text.isEmpty()) {
      return new JsonPointer(text, List.of());
    }
    if (!text.startsWith("/")) {
      throw new PatchFailed("the path \"" + text + "\" doesn't begin with a slash");
    }
    var tokens =
        Arrays.stream(text.substring(1).split("/", -1))
            .map(token -> token.replace("~1", "/").replace("~0", "~"))
            .toList();
    return new JsonPointer(text, tokens);
  }

  boolean isRoot() {
    return tokens.isEmpty();
  }

  private String last() {
    return tokens.getLast();
  }

  /** What stands here. */
  JsonNode get(JsonNode root) throws PatchFailed {
    JsonNode node = root;
    for (String token : tokens) {
      node =
          node instanceof ArrayNode array
              ? array.path(index(token, array.size() - 1))
              : node.path(token);
      if (node.isMissingNode()) {
        throw missing();
      }
    }
    return node;
  }

  void add(JsonNode root, JsonNode value) throws PatchFailed {
    switch (parent(root)) {
      case ObjectNode object -> object.set(last(), value);
      case ArrayNode array ->
          array.insert(last().equals(END) ? array.size() : index(last(), array.size()), value);
      default -> throw missing();
    }
  }

  void remove(JsonNode root) throws PatchFailed {
    get(root);
    switch (parent(root)) {
      case ObjectNode object -> object.remove(last());
      case ArrayNode array -> array.remove(index(last(), array.size() - 1));
      default -> throw missing();
    }
  }

  private JsonNode parent(JsonNode root) throws PatchFailed {
    return new JsonPointer(text, tokens.subList(0, tokens.size() - 1)).get(root);
  }

  private int index(String token, int last) throws PatchFailed {
    if (!INDEX.matcher(token).matches() || Integer.parseInt(token) > last) {
      throw missing();
    }
    return Integer.parseInt(token);
  }

  private PatchFailed missing() {
    return new PatchFailed("there is no \"" + text + "\"");
  }
}

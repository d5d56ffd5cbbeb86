package dev.sekisho.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the fields of a request one by one and collects what is wrong with them. Not thread-safe.
 */
final class RequestFields {

  private final Set<String> problems = new LinkedHashSet<>();

  /**
   * Names of fields and what is wrong with them, never their values, nor names of the client's.
   * There are no more than there are fields in a request.
   */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** A text that must be there and not be empty. */
  String required(JsonNode parent, String path, String key) {
    String text = text(parent, path, key);
    if (text.isEmpty() && (parent.path(key).isTextual() || isAbsent(parent.path(key)))) {
      problems.add(path + key + " is missing");
    }
    return text;
  }

  /** A text, empty if absent. */
  String text(JsonNode parent, String path, String key) {
    JsonNode node = parent.path(key);
    if (isAbsent(node)) {
      return "";
    }
    if (!node.isTextual()) {
      problems.add(path + key + " is not a string");
      return "";
    }
    return node.textValue();
  }

  /** A truth value, false if absent. */
  boolean flag(JsonNode parent, String path, String key) {
    JsonNode node = parent.path(key);
    if (!isAbsent(node) && !node.isBoolean()) {
      problems.add(path + key + " is not true or false");
    }
    return node.isBoolean() && node.booleanValue();
  }

  /** An object, empty if absent. */
  JsonNode object(JsonNode parent, String path, String key) {
    JsonNode node = parent.path(key);
    if (!isAbsent(node) && !node.isObject()) {
      problems.add(path + key + " is not an object");
    }
    return node;
  }

  /** A list of texts, empty if absent. */
  List<String> texts(JsonNode parent, String path, String key) {
    return texts(parent.path(key), path + key + " is not a list of strings");
  }

  /** Lists of texts by names that the client chose, empty if absent. */
  Map<String, List<String>> textsByName(JsonNode parent, String path, String key) {
    var byName = new HashMap<String, List<String>>();
    for (var entry : object(parent, path, key).properties()) {
      byName.put(
          entry.getKey(), texts(entry.getValue(), path + key + " holds no lists of strings"));
    }
    return byName;
  }

  private List<String> texts(JsonNode node, String problem) {
    var texts = new ArrayList<String>();
    boolean wrong = !isAbsent(node) && !node.isArray();
    for (JsonNode element : node) {
      wrong |= !element.isTextual();
      texts.add(element.asText());
    }
    if (wrong) {
      problems.add(problem);
    }
    return texts;
  }

  void add(String problem) {
    problems.add(problem);
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}

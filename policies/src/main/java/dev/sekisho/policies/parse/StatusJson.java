package dev.sekisho.policies.parse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.parse.yaml.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A status as the JSON of the annotation. Bounded: an object's annotations share 256 KiB, and a
 * ConfigMap can hold thousands of problems.
 */
final class StatusJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_LISTED = 20;
  private static final int LONGEST_TEXT = 400;

  private StatusJson() {}

  static Optional<String> of(PolicyStatus status, String revision) {
    var json = JSON.objectNode();
    switch (status) {
      case PolicyStatus.Ignored _ -> {
        return Optional.empty();
      }
      case PolicyStatus.Ok _ -> json.put("status", "ok").put("revision", revision);
      case PolicyStatus.Broken broken -> {
        json.put("status", "error");
        list(json, "problems", broken.problems(), StatusJson::problem);
      }
    }
    if (!status.notes().isEmpty()) {
      list(json, "notes", status.notes(), StatusJson::note);
    }
    return Optional.of(json.toString());
  }

  private static <T> void list(
      ObjectNode json, String name, List<T> all, Function<T, ObjectNode> rendering) {
    var array = json.putArray(name);
    all.stream().limit(MOST_LISTED).map(rendering).forEach(array::add);
    if (all.size() > MOST_LISTED) {
      json.put(
          "more" + Character.toUpperCase(name.charAt(0)) + name.substring(1),
          all.size() - MOST_LISTED);
    }
  }

  private static ObjectNode problem(PolicyProblem problem) {
    return JSON.objectNode()
        .put("key", Excerpt.of(problem.key()))
        .put("line", problem.line())
        .put("column", problem.column())
        .put("path", cut(problem.path()))
        .put("message", cut(problem.message()));
  }

  private static ObjectNode note(PolicyNote note) {
    return JSON.objectNode().put("key", Excerpt.of(note.key())).put("message", cut(note.message()));
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    // Not through the middle of a surrogate pair.
    int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? -1 : 0;
    return text.substring(0, LONGEST_TEXT + end) + "…";
  }
}

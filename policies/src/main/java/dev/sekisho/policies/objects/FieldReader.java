package dev.sekisho.policies.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of a JSON tree that may hold anything. A field of the wrong type is noted as a
 * problem and read as absent; JSON null is absent. For one thread.
 */
public final class FieldReader {

  private final List<FieldProblem> problems = new ArrayList<>();

  public List<FieldProblem> problems() {
    return problems;
  }

  public void problem(String path, String problem) {
    problems.add(new FieldProblem(path, problem));
  }

  public Optional<String> text(JsonNode parent, String name, String path) {
    var node = parent.get(name);
    if (isAbsent(node)) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      problem(join(path, name), "expected a string");
      return Optional.empty();
    }
    return Optional.of(node.textValue());
  }

  /** Text that is not empty; Kubernetes takes an empty string for none. */
  public Optional<String> name(JsonNode parent, String name, String path) {
    return text(parent, name, path).filter(text -> !text.isEmpty());
  }

  public Optional<Boolean> flag(JsonNode parent, String name, String path) {
    var node = parent.get(name);
    if (isAbsent(node)) {
      return Optional.empty();
    }
    if (!node.isBoolean()) {
      problem(join(path, name), "expected true or false");
      return Optional.empty();
    }
    return Optional.of(node.booleanValue());
  }

  public Optional<JsonNode> object(JsonNode parent, String name, String path) {
    var node = parent.get(name);
    if (isAbsent(node)) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      problem(join(path, name), "expected an object");
      return Optional.empty();
    }
    return Optional.of(node);
  }

  /** Calls {@code each} with every object of a list, and its path. */
  public void objects(
      JsonNode parent, String name, String path, BiConsumer<JsonNode, String> each) {
    var list = list(parent, name, path);
    for (int i = 0; i < list.size(); i++) {
      String at = join(path, name) + "[" + i + "]";
      if (list.get(i).isObject()) {
        each.accept(list.get(i), at);
      } else {
        problem(at, "expected an object");
      }
    }
  }

  public List<String> texts(JsonNode parent, String name, String path) {
    var texts = new ArrayList<String>();
    texts(parent, name, path, (text, at) -> texts.add(text));
    return texts;
  }

  /** Calls {@code each} with every text of a list, and its path. */
  public void texts(JsonNode parent, String name, String path, BiConsumer<String, String> each) {
    var list = list(parent, name, path);
    for (int i = 0; i < list.size(); i++) {
      String at = join(path, name) + "[" + i + "]";
      if (list.get(i).isTextual()) {
        each.accept(list.get(i).textValue(), at);
      } else {
        problem(at, "expected a string");
      }
    }
  }

  public Optional<Integer> number(JsonNode parent, String name, String path) {
    var node = parent.get(name);
    if (isAbsent(node)) {
      return Optional.empty();
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      problem(join(path, name), "expected a number");
      return Optional.empty();
    }
    return Optional.of(node.intValue());
  }

  public Map<String, String> textMap(JsonNode parent, String name, String path) {
    var texts = new TreeMap<String, String>();
    object(parent, name, path)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        entry -> {
                          if (entry.getValue().isTextual()) {
                            texts.put(entry.getKey(), entry.getValue().textValue());
                          } else if (!entry.getValue().isNull()) {
                            problem(join(path, name) + "." + entry.getKey(), "expected a string");
                          }
                        }));
    return texts;
  }

  private List<JsonNode> list(JsonNode parent, String name, String path) {
    var node = parent.get(name);
    if (isAbsent(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      problem(join(path, name), "expected a list");
      return List.of();
    }
    return node.valueStream().toList();
  }

  private static boolean isAbsent(@Nullable JsonNode node) {
    return node == null || node.isNull();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

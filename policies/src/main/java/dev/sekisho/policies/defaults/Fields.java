package dev.sekisho.policies.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Changes a tree that may hold anything: a field of another type than its kind demands is left as
 * it is, and JSON null counts as absent.
 */
final class Fields {

  private Fields() {}

  static boolean absent(ObjectNode in, String name) {
    return !in.hasNonNull(name);
  }

  static void text(ObjectNode in, String name, String value) {
    if (absent(in, name) || in.path(name).asText("x").isEmpty()) {
      in.put(name, value);
    }
  }

  static void number(ObjectNode in, String name, int value) {
    if (absent(in, name)) {
      in.put(name, value);
    }
  }

  static void flag(ObjectNode in, String name, boolean value) {
    if (absent(in, name)) {
      in.put(name, value);
    }
  }

  /** The object of that name. */
  static Optional<ObjectNode> object(JsonNode in, String name) {
    return in.get(name) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  /** The object of that name, made if it is absent; empty if something else stands there. */
  static Optional<ObjectNode> orNew(ObjectNode in, String name) {
    return absent(in, name) ? Optional.of(in.putObject(name)) : object(in, name);
  }

  /** Calls {@code each} with every object of a list. */
  static void each(JsonNode in, String list, Consumer<ObjectNode> each) {
    for (JsonNode item : in.path(list)) {
      if (item instanceof ObjectNode object) {
        each.accept(object);
      }
    }
  }
}

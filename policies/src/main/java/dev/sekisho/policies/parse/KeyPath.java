package dev.sekisho.policies.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way to a key of a policy, for rules about keys that stand in different places. It goes by
 * what is written, not by what could be read, so that such a rule is reported beside other
 * problems.
 *
 * @param names from the {@code spec} down
 */
record KeyPath(List<String> names) {

  static KeyPath of(Key<?>... keys) {
    return new KeyPath(Arrays.stream(keys).map(Key::name).toList());
  }

  KeyPath then(String name) {
    return new KeyPath(Stream.concat(names.stream(), Stream.of(name)).toList());
  }

  /** The entry of that key, if it is there. */
  Optional<YamlNode.Entry> in(YamlNode spec) {
    YamlNode inner = spec;
    for (String name : names.subList(0, names.size() - 1)) {
      var next = entry(inner, name).map(YamlNode.Entry::value);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      inner = next.get();
    }
    return entry(inner, names.getLast());
  }

  /**
   * @param at the {@code spec}
   */
  void report(YamlNode.Entry entry, Spot at, String message) {
    Spot place = at;
    for (String name : names) {
      place = place.key(name);
    }
    place.report(entry.key(), message);
  }

  /** A schema of the {@code spec} by which the key, where it is there, has that schema. */
  JsonNode withSchema(JsonNode schema) {
    JsonNode inner = schema;
    for (String name : names.reversed()) {
      var outer = JsonNodeFactory.instance.objectNode();
      outer.putObject("properties").set(name, inner);
      inner = outer;
    }
    return inner;
  }

  /** A schema of the {@code spec} by which the key is there. */
  JsonNode present() {
    var inner = JsonNodeFactory.instance.objectNode();
    inner.putArray("required").add(names.getLast());
    for (String name : names.subList(0, names.size() - 1).reversed()) {
      var outer = JsonNodeFactory.instance.objectNode();
      outer.putArray("required").add(name);
      outer.putObject("properties").set(name, inner);
      inner = outer;
    }
    return inner;
  }

  private static Optional<YamlNode.Entry> entry(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping ? mapping.entry(key) : Optional.empty();
  }
}

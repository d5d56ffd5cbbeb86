package dev.sekisho.policies.parse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A mapping with known keys.
 *
 * @param keys in the order in which people write them
 * @param refused keys that are known but not permitted, each with what to say of it
 * @param check what holds between keys; runs also when some of them are wrong
 * @param build makes the value when no problem was found
 */
record ObjectShape<T>(
    List<Key<?>> keys, Map<String, String> refused, Check check, Function<Fields, T> build)
    implements Shape<T> {

  /** What keeps its promise only between keys. */
  interface Check {

    Check NONE = (fields, node, at) -> {};

    void check(Fields fields, YamlNode.Mapping node, Spot at);

    /** The same for the schema: what the object must match too, as far as a schema can say it. */
    default List<JsonNode> asSchema() {
      return List.of();
    }

    /** The check, and what a schema can say of it. */
    static Check also(Check check, Supplier<List<JsonNode>> schemas) {
      return new Check() {
        @Override
        public void check(Fields fields, YamlNode.Mapping node, Spot at) {
          check.check(fields, node, at);
        }

        @Override
        public List<JsonNode> asSchema() {
          return schemas.get();
        }
      };
    }
  }

  ObjectShape {
    keys = List.copyOf(keys);
    refused = Map.copyOf(refused);
  }

  static <T> ObjectShape<T> of(List<Key<?>> keys, Function<Fields, T> build) {
    return new ObjectShape<>(keys, Map.of(), Check.NONE, build);
  }

  ObjectShape<T> refusing(Map<String, String> others) {
    return new ObjectShape<>(keys, others, check, build);
  }

  ObjectShape<T> checking(Check other) {
    return new ObjectShape<>(keys, refused, other, build);
  }

  @Override
  public Optional<T> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      at.report(node, "expected a mapping, but this is " + node.noun());
      return Optional.empty();
    }
    int before = at.problems().size();
    var fields = new Fields();
    for (YamlNode.Entry entry : mapping.entries()) {
      readEntry(entry, fields, at);
    }
    for (Key<?> key : keys) {
      if (key.required() && mapping.entry(key.name()).isEmpty()) {
        at.key(key.name()).report(mapping, "required, but missing");
      }
    }
    check.check(fields, mapping, at);
    return at.problems().size() == before ? Optional.of(build.apply(fields)) : Optional.empty();
  }

  private void readEntry(YamlNode.Entry entry, Fields fields, Spot at) {
    String name = entry.key().text();
    Spot inner = at.key(name);
    String refusal = refused.get(name);
    if (refusal != null) {
      inner.report(entry.key(), refusal);
      return;
    }
    for (Key<?> key : keys) {
      if (key.name().equals(name)) {
        readValue(key, entry.value(), fields, inner);
        return;
      }
    }
    inner.report(entry.key(), "unknown key" + Nearest.suggestion(name, names()));
  }

  private <V> void readValue(Key<V> key, YamlNode value, Fields fields, Spot at) {
    key.shape().read(value, at).ifPresent(v -> fields.put(key, v));
  }

  private List<String> names() {
    var names = new ArrayList<>(keys.stream().map(Key::name).toList());
    names.addAll(refused.keySet());
    return names;
  }
}

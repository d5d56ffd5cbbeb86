package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ports with a value each. */
record PortMapShape<T>(Shape<T> value) implements Shape<SortedMap<Integer, T>> {

  @Override
  public Optional<SortedMap<Integer, T>> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      at.report(node, "expected ports with their values, but this is " + node.noun());
      return Optional.empty();
    }
    int before = at.problems().size();
    var values = new TreeMap<Integer, T>();
    for (YamlNode.Entry entry : mapping.entries()) {
      Spot inner = at.key(entry.key().text());
      var port = PortShape.readKey(entry.key(), inner);
      value.read(entry.value(), inner).ifPresent(v -> port.ifPresent(p -> values.put(p, v)));
    }
    return at.problems().size() == before
        ? Optional.of(Collections.unmodifiableSortedMap(values))
        : Optional.empty();
  }
}

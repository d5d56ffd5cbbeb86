package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of values of one shape.
 *
 * @param whenEmpty what to say of an empty list; absent if it makes sense
 * @param distinct whether nothing may stand there twice
 */
record ListShape<T>(Shape<T> item, Optional<String> whenEmpty, boolean distinct)
    implements Shape<List<T>> {

  static <T> ListShape<T> of(Shape<T> item) {
    return new ListShape<>(item, Optional.empty(), false);
  }

  static <T> ListShape<T> notEmpty(Shape<T> item, String whenEmpty) {
    return new ListShape<>(item, Optional.of(whenEmpty), false);
  }

  static <T> ListShape<T> distinct(Shape<T> item, String whenEmpty) {
    return new ListShape<>(item, Optional.of(whenEmpty), true);
  }

  @Override
  public Optional<List<T>> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      String remedy =
          node instanceof YamlNode.Scalar scalar && !scalar.text().isEmpty()
              ? ": put it in brackets"
              : "";
      at.report(node, "expected a list, but this is " + node.noun() + remedy);
      return Optional.empty();
    }
    if (sequence.items().isEmpty() && whenEmpty.isPresent()) {
      at.report(node, whenEmpty.get());
      return Optional.empty();
    }
    var values = new ArrayList<T>();
    for (int i = 0; i < sequence.items().size(); i++) {
      var value = item.read(sequence.items().get(i), at.item(i));
      if (distinct && value.filter(values::contains).isPresent()) {
        at.item(i).report(sequence.items().get(i), "this stands in the list already");
      } else {
        value.ifPresent(values::add);
      }
    }
    return values.size() == sequence.items().size()
        ? Optional.of(List.copyOf(values))
        : Optional.empty();
  }
}

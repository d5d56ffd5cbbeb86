package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A string that has a form of its own.
 *
 * @param noun what the string is, with its article: {@code a host pattern}
 * @param form what a schema can say of it
 * @param rule the whole truth
 */
record TextShape<T>(String noun, TextForm form, Rule<T> rule) implements Shape<T> {

  /** Reads the string, or tells what is wrong with it. */
  interface Rule<T> {
    Optional<T> read(String text, Consumer<String> problem);
  }

  @Override
  public Optional<T> read(YamlNode node, Spot at) {
    return textOf(node, noun, at)
        .flatMap(text -> rule.read(text, reason -> at.report(node, reason)));
  }

  /** The text of a node that must be a string. */
  static Optional<String> textOf(YamlNode node, String noun, Spot at) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      at.report(node, "expected " + noun + ", but this is " + node.noun());
      return Optional.empty();
    }
    return switch (scalar.type()) {
      case STRING -> Optional.of(scalar.text());
      case NULL -> {
        at.report(node, "expected " + noun + ", but there is nothing: leave the key out");
        yield Optional.empty();
      }
      case BOOLEAN, INTEGER, FLOAT -> {
        at.report(node, "expected a string: quote it, YAML reads it as " + scalar.noun());
        yield Optional.empty();
      }
    };
  }
}

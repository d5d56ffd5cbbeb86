package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.Excerpt;
import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * One of a few words.
 *
 * @param words in the order in which messages list them
 */
record WordShape<T>(List<Word<T>> words) implements Shape<T> {

  record Word<T>(String text, T meaning) {

    /** Whether the word is a boolean in YAML, and no text. */
    boolean isBoolean() {
      return text.equals("true") || text.equals("false");
    }
  }

  WordShape {
    words = List.copyOf(words);
  }

  @Override
  public Optional<T> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      at.report(node, "expected " + choices() + ", but this is " + node.noun());
      return Optional.empty();
    }
    for (Word<T> word : words) {
      if (word.text().equals(scalar.text())) {
        if (word.isBoolean() && scalar.type() == ScalarType.STRING) {
          at.report(node, "expected " + choices() + ", but this is a string: remove the quotes");
          return Optional.empty();
        }
        return Optional.of(word.meaning());
      }
    }
    String got = scalar.text().isEmpty() ? "nothing" : Excerpt.quoted(scalar.text());
    at.report(
        node,
        "expected "
            + choices()
            + ", not "
            + got
            + Nearest.suggestion(scalar.text(), words.stream().map(Word::text).toList()));
    return Optional.empty();
  }

  private String choices() {
    var texts = words.stream().map(Word::text).toList();
    return texts.size() == 1
        ? texts.getFirst()
        : String.join(", ", texts.subList(0, texts.size() - 1)) + " or " + texts.getLast();
  }
}

package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names with their values, labels say.
 *
 * @param nouns what they are
 * @param keyNoun what one name is, with its article
 * @param keyForm what a schema can say of a name
 * @param keyProblem what is wrong with a name, if anything
 */
record TextMapShape(
    String nouns,
    String keyNoun,
    TextForm keyForm,
    Function<String, Optional<String>> keyProblem,
    TextShape<String> value)
    implements Shape<Map<String, String>> {

  @Override
  public Optional<Map<String, String>> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      at.report(node, "expected " + nouns + " with their values, but this is " + node.noun());
      return Optional.empty();
    }
    int before = at.problems().size();
    var texts = new HashMap<String, String>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      Spot inner = at.key(key);
      if (entry.key().type() != ScalarType.STRING) {
        inner.report(
            entry.key(),
            keyNoun + " is a string: quote it, YAML reads it as " + entry.key().noun());
      } else {
        keyProblem.apply(key).ifPresent(reason -> inner.report(entry.key(), reason));
      }
      value.read(entry.value(), inner).ifPresent(text -> texts.put(key, text));
    }
    return at.problems().size() == before ? Optional.of(Map.copyOf(texts)) : Optional.empty();
  }
}

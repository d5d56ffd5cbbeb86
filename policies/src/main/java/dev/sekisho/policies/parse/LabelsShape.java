package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Label keys with their values. */
record LabelsShape() implements Shape<Map<String, String>> {

  @Override
  public Optional<Map<String, String>> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      at.report(node, "expected labels with their values, but this is " + node.noun());
      return Optional.empty();
    }
    int before = at.problems().size();
    var labels = new HashMap<String, String>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      Spot inner = at.key(key);
      if (entry.key().type() != ScalarType.STRING) {
        inner.report(
            entry.key(),
            "a label key is a string: quote it, YAML reads it as " + entry.key().noun());
      } else {
        KubernetesNames.labelKeyProblem(key).ifPresent(reason -> inner.report(entry.key(), reason));
      }
      Texts.LABEL_VALUE.read(entry.value(), inner).ifPresent(value -> labels.put(key, value));
    }
    return at.problems().size() == before ? Optional.of(Map.copyOf(labels)) : Optional.empty();
  }
}

package dev.sekisho.policies.parse.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;

/** Positioned nodes as the JSON that Kubernetes makes of the same YAML. */
final class JsonTrees {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONG_BITS = 63;

  private final List<YamlProblem> problems;

  /**
   * @param problems where numbers go that JSON hasn't
   */
  JsonTrees(List<YamlProblem> problems) {
    this.problems = problems;
  }

  ObjectNode of(YamlNode.Mapping mapping, YamlPath path) {
    var object = JSON.objectNode();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = keyOf(entry.key());
      object.set(key, of(entry.value(), path.key(key)));
    }
    return object;
  }

  private JsonNode of(YamlNode node, YamlPath path) {
    return switch (node) {
      case YamlNode.Mapping mapping -> of(mapping, path);
      case YamlNode.Scalar scalar -> of(scalar, path);
      case YamlNode.Sequence sequence -> {
        var array = JSON.arrayNode(sequence.items().size());
        sequence.items().forEach(item -> array.add(of(item, path.item(array.size()))));
        yield array;
      }
    };
  }

  private JsonNode of(YamlNode.Scalar scalar, YamlPath path) {
    return switch (scalar.type()) {
      case STRING -> JSON.textNode(scalar.text());
      case BOOLEAN -> JSON.booleanNode(PlainScalars.booleanOf(scalar.text()));
      case NULL -> JSON.nullNode();
      case INTEGER -> integer(PlainScalars.integerOf(scalar.text()));
      case FLOAT -> floating(scalar, path);
    };
  }

  private JsonNode floating(YamlNode.Scalar scalar, YamlPath path) {
    double value = PlainScalars.floatOf(scalar.text());
    if (!Double.isFinite(value)) {
      problems.add(
          new YamlProblem(
              scalar.position(),
              path.toString(),
              "JSON has no such number: quote it if it is text"));
      return JSON.nullNode();
    }
    return PlainScalars.printsAsInteger(value)
        ? integer(PlainScalars.asInteger(value))
        : JSON.numberNode(value);
  }

  private static JsonNode integer(BigInteger value) {
    return value.bitLength() <= LONG_BITS
        ? JSON.numberNode(value.longValueExact())
        : JSON.numberNode(value);
  }

  private static String keyOf(YamlNode.Scalar key) {
    return switch (key.type()) {
      case STRING, FLOAT -> key.text();
      case BOOLEAN -> String.valueOf(PlainScalars.booleanOf(key.text()));
      case INTEGER -> PlainScalars.integerOf(key.text()).toString();
      case NULL -> "null";
    };
  }
}

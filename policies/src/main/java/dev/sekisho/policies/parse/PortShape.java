package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.Excerpt;
import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** The number of a port, 1 to 65535, in decimal digits. */
record PortShape() implements Shape<Integer> {

  static final int HIGHEST = 65_535;

  private static final String PORT = "a port is a whole number from 1 to " + HIGHEST;
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,4}");

  @Override
  public Optional<Integer> read(YamlNode node, Spot at) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.type() == ScalarType.NULL) {
      at.report(node, PORT + ", but this is " + node.noun());
      return Optional.empty();
    }
    var port = portOf(scalar.text());
    if (port.isEmpty()) {
      at.report(node, PORT + ", not " + Excerpt.quoted(scalar.text()));
    } else if (scalar.type() == ScalarType.STRING) {
      at.report(node, PORT + ", but this is a string: remove the quotes");
      return Optional.empty();
    }
    return port;
  }

  /** A port as the key of a mapping, which JSON can only write as a string. */
  static Optional<Integer> readKey(YamlNode.Scalar key, Spot at) {
    var port = portOf(key.text());
    if (port.isEmpty()) {
      at.report(key, PORT + ", not " + Excerpt.quoted(key.text()));
    }
    return port;
  }

  private static Optional<Integer> portOf(String text) {
    return DIGITS.matcher(text).matches()
        ? Optional.of(Integer.valueOf(text)).filter(port -> port <= HIGHEST)
        : Optional.empty();
  }
}

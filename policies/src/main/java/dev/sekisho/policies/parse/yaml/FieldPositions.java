package dev.sekisho.policies.parse.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a field of an object stands in its manifest. Paths are those of violations: {@code
 * spec.rules[0].host}, {@code metadata.annotations[example.org/name]}.
 */
final class FieldPositions {

  /** A key after a dot or at the start, or what stands in brackets. */
  private static final Pattern SEGMENT = Pattern.compile("\\.?([^.\\[\\]]+)|\\[([^\\]]*)\\]");

  private FieldPositions() {}

  /**
   * Where the field stands, or if it isn't there, the nearest thing above it. A field of a mapping
   * stands where its key does.
   */
  static Position of(YamlNode root, String fieldPath) {
    Matcher segments = SEGMENT.matcher(fieldPath);
    Position at = root.position();
    Optional<YamlNode> node = Optional.of(root);
    while (node.isPresent() && segments.find()) {
      Optional<Step> step = step(node.get(), segments);
      node = step.map(Step::node);
      at = step.map(Step::position).orElse(at);
    }
    return at;
  }

  private record Step(Position position, YamlNode node) {}

  private static Optional<Step> step(YamlNode node, Matcher segment) {
    boolean bracketed = segment.group(1) == null;
    String name = bracketed ? segment.group(2) : segment.group(1);
    return switch (node) {
      case YamlNode.Mapping mapping ->
          mapping.entry(name).map(entry -> new Step(entry.key().position(), entry.value()));
      case YamlNode.Sequence sequence ->
          item(sequence, name).map(item -> new Step(item.position(), item));
      case YamlNode.Scalar ignored -> Optional.empty();
    };
  }

  private static Optional<YamlNode> item(YamlNode.Sequence sequence, String index) {
    return index.matches("[0-9]{1,9}") && Integer.parseInt(index) < sequence.items().size()
        ? Optional.of(sequence.items().get(Integer.parseInt(index)))
        : Optional.empty();
  }
}

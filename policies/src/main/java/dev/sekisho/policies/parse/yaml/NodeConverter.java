package dev.sekisho.policies.parse.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the library's graph of one document into a tree. Aliases are copied in, so their expansion
 * is bounded: a few lines of aliases to aliases can stand for billions of nodes.
 */
final class NodeConverter {

  /** Nodes that aliases may bring in beyond those written. */
  private static final int MOST_ALIASED = 10_000;

  static final String TOO_DEEP = "nested too deep: at most " + YamlText.DEEPEST + " levels";
  private static final String NO_TAGS = "tags are not supported: remove it, or quote the text";

  private static final Map<Tag, ScalarType> TYPES =
      Map.of(
          Tag.STR, ScalarType.STRING,
          Tag.MERGE, ScalarType.STRING,
          Tag.BOOL, ScalarType.BOOLEAN,
          Tag.INT, ScalarType.INTEGER,
          Tag.FLOAT, ScalarType.FLOAT,
          Tag.NULL, ScalarType.NULL);

  private final int firstLine;
  private final List<YamlProblem> problems = new ArrayList<>();

  /** Nodes with an anchor, the only ones that a document can hold twice: all, and those above. */
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());

  private int depth;
  private int aliasesAbove;
  private int aliased;
  private boolean givenUp;

  NodeConverter(int firstLine) {
    this.firstLine = firstLine;
  }

  /** The tree; empty if the document passes a bound, which is a problem then. */
  Optional<YamlNode> root(Node node) {
    var root = convert(node, YamlPath.ROOT);
    return givenUp ? Optional.empty() : root;
  }

  List<YamlProblem> problems() {
    return problems;
  }

  private Optional<YamlNode> convert(Node node, YamlPath path) {
    if (givenUp) {
      return Optional.empty();
    }
    if (above.contains(node)) {
      return drop(node, path, "this contains itself by an alias");
    }
    boolean anchored = node.getAnchor() != null;
    boolean alias = anchored && !seen.add(node);
    if (alias) {
      aliasesAbove++;
    }
    if (anchored) {
      above.add(node);
    }
    depth++;
    var converted = convertBounded(node, path);
    depth--;
    if (anchored) {
      above.remove(node);
    }
    if (alias) {
      aliasesAbove--;
    }
    return converted;
  }

  private Optional<YamlNode> convertBounded(Node node, YamlPath path) {
    if (aliasesAbove > 0 && ++aliased > MOST_ALIASED) {
      givenUp = true;
      return drop(node, path, "aliases bring in more than " + MOST_ALIASED + " nodes");
    }
    if (depth > YamlText.DEEPEST) {
      givenUp = true;
      return drop(node, path, TOO_DEEP);
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, path).map(YamlNode.class::cast);
      case MappingNode mapping -> mapping(mapping, path);
      case SequenceNode sequence -> sequence(sequence, path);
      default -> drop(node, path, "not a mapping, a list or a scalar");
    };
  }

  private Optional<YamlNode> sequence(SequenceNode node, YamlPath path) {
    if (!node.getTag().equals(Tag.SEQ)) {
      return drop(node, path, NO_TAGS);
    }
    var items = new ArrayList<YamlNode>();
    int index = 0;
    for (Node item : node.getValue()) {
      convert(item, path.item(index++)).ifPresent(items::add);
    }
    return Optional.of(new YamlNode.Sequence(position(node), items));
  }

  private Optional<YamlNode> mapping(MappingNode node, YamlPath path) {
    if (!node.getTag().equals(Tag.MAP)) {
      return drop(node, path, NO_TAGS);
    }
    var entries = new MappingEntries(path, problems);
    var merged = new ArrayList<NodeTuple>();
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merged.add(tuple);
      } else if (tuple.getKeyNode() instanceof ScalarNode key) {
        YamlPath inner = path.key(key.getValue());
        scalar(key, inner)
            .flatMap(k -> convert(tuple.getValueNode(), inner).map(v -> new YamlNode.Entry(k, v)))
            .ifPresent(entries::add);
      } else {
        drop(tuple.getKeyNode(), path, "a key must be a string: quote it");
      }
    }
    for (NodeTuple tuple : merged) {
      merge(tuple.getValueNode(), path.key("<<"), entries);
    }
    return Optional.of(new YamlNode.Mapping(position(node), entries.list()));
  }

  /** YAML's merge type: what stands in the mapping itself wins, then what is merged first. */
  private void merge(Node node, YamlPath path, MappingEntries entries) {
    if (node instanceof SequenceNode several) {
      several.getValue().forEach(one -> mergeOne(one, path, entries));
    } else {
      mergeOne(node, path, entries);
    }
  }

  private void mergeOne(Node node, YamlPath path, MappingEntries entries) {
    if (!(node instanceof MappingNode)) {
      drop(node, path, "only a mapping can be merged");
      return;
    }
    convert(node, path)
        .filter(YamlNode.Mapping.class::isInstance)
        .map(YamlNode.Mapping.class::cast)
        .ifPresent(mapping -> mapping.entries().forEach(entries::addIfAbsent));
  }

  private Optional<YamlNode.Scalar> scalar(ScalarNode node, YamlPath path) {
    var type = TYPES.get(node.getTag());
    if (type == null) {
      drop(node, path, NO_TAGS);
      return Optional.empty();
    }
    var written = PlainScalars.typeOf(node.getValue());
    boolean fits =
        type == ScalarType.STRING
            || written == type
            || (type == ScalarType.FLOAT && written == ScalarType.INTEGER);
    if (!fits) {
      drop(node, path, "this is not what its tag says");
      return Optional.empty();
    }
    return Optional.of(new YamlNode.Scalar(position(node), node.getValue(), type));
  }

  private Optional<YamlNode> drop(Node node, YamlPath path, String message) {
    problems.add(new YamlProblem(position(node), path.toString(), message));
    return Optional.empty();
  }

  private Position position(Node node) {
    Mark mark = node.getStartMark();
    return new Position(firstLine + mark.getLine(), mark.getColumn() + 1);
  }
}

package dev.sekisho.policies.parse.yaml;

import java.util.List;
import java.util.Optional;

/**
 * A node of a document with the place where it begins. Anchors and merge keys are resolved: what an
 * alias brings in has the place where it was written. A tree without cycles, at most {@link
 * YamlText#DEEPEST} deep; immutable. Printing one shows no values: a manifest may hold secrets.
 */
public sealed interface YamlNode {

  Position position();

  /** As messages name it: {@code a list}. */
  String noun();

  /**
   * @param entries in document order; a duplicate key, which is a problem of the document, stands
   *     here twice
   */
  record Mapping(Position position, List<Entry> entries) implements YamlNode {

    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The first entry with this key. */
    public Optional<Entry> entry(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }

    @Override
    public String noun() {
      return "a mapping";
    }
  }

  record Entry(Scalar key, YamlNode value) {}

  record Sequence(Position position, List<YamlNode> items) implements YamlNode {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String noun() {
      return "a list";
    }
  }

  /**
   * @param text as written, without quotes and escapes
   */
  record Scalar(Position position, String text, ScalarType type) implements YamlNode {

    @Override
    public String noun() {
      return type.noun();
    }

    @Override
    public String toString() {
      return position + " " + type;
    }
  }
}

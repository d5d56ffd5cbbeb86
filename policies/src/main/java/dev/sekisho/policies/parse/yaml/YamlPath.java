package dev.sekisho.policies.parse.yaml;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The way from the root of a document to one of its nodes: {@code spec.hosts.allow[1]}, {@code
 * matchLabels[example.org/tier]}. Cheap to extend; the text is made when it is asked for.
 */
public final class YamlPath {

  /** The document itself; prints as the empty text. */
  public static final YamlPath ROOT = new YamlPath(Optional.empty(), "", false);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]+");
  private static final int LONGEST_KEY = 80;

  private final Optional<YamlPath> parent;
  private final String segment;
  private final boolean item;

  private YamlPath(Optional<YamlPath> parent, String segment, boolean item) {
    this.parent = parent;
    this.segment = segment;
    this.item = item;
  }

  /** The value of a key; a long key is cut. */
  public YamlPath key(String name) {
    return new YamlPath(Optional.of(this), name, false);
  }

  /** An item of a list, counted from 0. */
  public YamlPath item(int index) {
    return new YamlPath(Optional.of(this), Integer.toString(index), true);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    append(text);
    return text.toString();
  }

  private void append(StringBuilder text) {
    if (parent.isEmpty()) {
      return;
    }
    parent.get().append(text);
    if (!item && segment.length() <= LONGEST_KEY && PLAIN.matcher(segment).matches()) {
      text.append(text.isEmpty() ? "" : ".").append(segment);
    } else {
      text.append('[').append(Excerpt.of(segment)).append(']');
    }
  }
}

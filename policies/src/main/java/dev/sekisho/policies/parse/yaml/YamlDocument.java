package dev.sekisho.policies.parse.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One document of a text. Its positions are those of the whole text.
 *
 * @param start the root node, or the first line where there is none
 * @param root absent if the document can't be read; then there is a problem
 * @param problems flaws of the YAML: syntax, duplicate keys, tags
 * @param text of this document alone
 */
public record YamlDocument(
    Position start, Optional<YamlNode> root, List<YamlProblem> problems, String text) {

  public YamlDocument {
    problems = List.copyOf(problems);
  }

  /**
   * Whether the document's {@code apiVersion} is of this API group; where the document can't be
   * read, whether it has a line that says so.
   */
  public boolean isOfGroup(String group) {
    if (root.isEmpty()) {
      // A nested document (a ConfigMap's data) is indented, except that all of JSON may be.
      String indent = text.stripLeading().startsWith("{") ? "[\\s{]*" : "";
      return Pattern.compile(
              "^" + indent + "[\"']?apiVersion[\"']?\\s*:\\s*[\"']?" + Pattern.quote(group + "/"),
              Pattern.MULTILINE)
          .matcher(text)
          .find();
    }
    return root.get() instanceof YamlNode.Mapping mapping
        && mapping.entry("apiVersion").isPresent()
        && mapping.entry("apiVersion").get().value() instanceof YamlNode.Scalar version
        && version.text().startsWith(group + "/");
  }

  @Override
  public String toString() {
    return "document at " + start + ", " + problems.size() + " problems";
  }
}

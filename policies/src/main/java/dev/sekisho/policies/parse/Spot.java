package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.Position;
import dev.sekisho.policies.parse.yaml.YamlNode;
import dev.sekisho.policies.parse.yaml.YamlPath;
import java.util.List;

/**
 * Where a reader stands in a document, and where its problems go.
 *
 * @param source the data key that holds the document
 * @param problems grows as the document is read; shared by all spots of a text
 */
record Spot(String source, YamlPath path, List<PolicyProblem> problems) {

  Spot key(String name) {
    return new Spot(source, path.key(name), problems);
  }

  Spot item(int index) {
    return new Spot(source, path.item(index), problems);
  }

  void report(Position position, String message) {
    problems.add(
        new PolicyProblem(source, position.line(), position.column(), path.toString(), message));
  }

  void report(YamlNode node, String message) {
    report(node.position(), message);
  }
}

package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlDocument;
import dev.sekisho.policies.parse.yaml.YamlNode;
import dev.sekisho.policies.parse.yaml.YamlPath;
import dev.sekisho.policies.parse.yaml.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the texts of one ConfigMap, in which no two policies may have one name. */
final class PolicyReader {

  private static final Comparator<PolicyProblem> BY_PLACE =
      Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column);

  private final String namespace;
  private final String configMap;
  private final Policy.Scope scope;
  private final OtherKinds otherKinds;
  private final List<Policy> policies = new ArrayList<>();
  private final List<PolicyProblem> problems = new ArrayList<>();

  /** Where each name stood first, {@code key:line:column}. */
  private final Map<String, String> names = new HashMap<>();

  PolicyReader(String namespace, String configMap, String ownNamespace, OtherKinds otherKinds) {
    this.namespace = namespace;
    this.configMap = configMap;
    this.scope = namespace.equals(ownNamespace) ? Policy.Scope.PLATFORM : Policy.Scope.NAMESPACE;
    this.otherKinds = otherKinds;
  }

  /** Reads the text of one data key. */
  void read(String key, String text) {
    var found = new ArrayList<PolicyProblem>();
    for (YamlDocument document : YamlText.read(text)) {
      if (otherKinds == OtherKinds.REFUSE || document.isOfGroup(PolicyShape.GROUP)) {
        read(document, new Spot(key, YamlPath.ROOT, found));
      }
    }
    found.sort(BY_PLACE);
    problems.addAll(found);
  }

  /** The policies that were read so far. */
  List<Policy> policies() {
    return policies;
  }

  ParseResult result() {
    return new ParseResult(policies, problems);
  }

  private void read(YamlDocument document, Spot at) {
    int before = at.problems().size();
    for (var problem : document.problems()) {
      at.problems()
          .add(
              new PolicyProblem(
                  at.source(),
                  problem.position().line(),
                  problem.position().column(),
                  problem.path(),
                  problem.message()));
    }
    document
        .root()
        .flatMap(root -> readRoot(root, at))
        .filter(_ -> at.problems().size() == before)
        .ifPresent(parsed -> policies.add(parsed.in(namespace, configMap, scope)));
  }

  private Optional<PolicyShape.Document> readRoot(YamlNode root, Spot at) {
    nameOf(root).ifPresent(name -> claimName(name, at));
    switch (scope) {
      case PLATFORM -> {
        // It may say all that a policy can say.
      }
      case NAMESPACE -> NamespaceOnlySubtracts.check(root, at);
    }
    return PolicyShape.SHAPE.read(root, at);
  }

  private void claimName(YamlNode.Scalar name, Spot at) {
    String place = at.source() + ":" + name.position();
    String first = names.putIfAbsent(name.text(), place);
    if (first != null) {
      at.key(PolicyShape.METADATA.name())
          .key(PolicyShape.NAME.name())
          .report(name, "another policy of this ConfigMap has this name, at " + first);
    }
  }

  /** The name, also that of a document which is wrong elsewhere. */
  private static Optional<YamlNode.Scalar> nameOf(YamlNode root) {
    return value(root, PolicyShape.METADATA.name())
        .flatMap(metadata -> value(metadata, PolicyShape.NAME.name()))
        .filter(YamlNode.Scalar.class::isInstance)
        .map(YamlNode.Scalar.class::cast)
        .filter(name -> name.type() == ScalarType.STRING);
  }

  private static Optional<YamlNode> value(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entry(key).map(YamlNode.Entry::value)
        : Optional.empty();
  }
}

package dev.sekisho.policies.secrets;

import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.parse.yaml.ScalarType;
import dev.sekisho.policies.parse.yaml.YamlDocument;
import dev.sekisho.policies.parse.yaml.YamlNode;
import dev.sekisho.policies.parse.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects that {@code parameters.objects} of the AWS provider lists: YAML in a string.
 *
 * @param problems what can't be read of it
 */
record AwsObjects(List<AwsObject> objects, List<FieldProblem> problems) {

  static final String PATH = "spec.parameters.objects";

  AwsObjects {
    objects = List.copyOf(objects);
    problems = List.copyOf(problems);
  }

  /** Never throws; bounded like every YAML text of users. */
  static AwsObjects read(String text) {
    var reader = new Reader();
    var documents = YamlText.read(text);
    if (documents.isEmpty()) {
      reader.problem(PATH, "it is empty");
    }
    if (documents.size() > 1) {
      reader.problem(PATH, "it holds several documents, of which only the first is read");
    }
    documents.stream().limit(1).forEach(reader::document);
    return new AwsObjects(reader.objects, reader.problems);
  }

  private static final class Reader {
    private final List<AwsObject> objects = new ArrayList<>();
    private final List<FieldProblem> problems = new ArrayList<>();

    void problem(String path, String what) {
      problems.add(new FieldProblem(path, what));
    }

    void document(YamlDocument document) {
      document
          .problems()
          .forEach(p -> problem(PATH, "line " + p.position().line() + ": " + p.message()));
      document.root().ifPresent(this::root);
    }

    private void root(YamlNode root) {
      if (!(root instanceof YamlNode.Sequence list)) {
        problem(PATH, "expected a list of objects, but this is " + root.noun());
        return;
      }
      for (int i = 0; i < list.items().size(); i++) {
        String at = PATH + "[" + i + "]";
        mapping(list.items().get(i), at).ifPresent(entry -> objects.add(object(entry, at)));
      }
    }

    private AwsObject object(YamlNode.Mapping entry, String at) {
      var parts = new ArrayList<AwsObject.JmesPath>();
      entry.entry("jmesPath").ifPresent(e -> parts.addAll(jmesPaths(e.value(), at + ".jmesPath")));
      var failover =
          entry
              .entry("failoverObject")
              .flatMap(e -> mapping(e.value(), at + ".failoverObject"))
              .flatMap(e -> text(e, "objectName", at + ".failoverObject"));
      return new AwsObject(
          text(entry, "objectName", at).orElse(""),
          text(entry, "objectAlias", at),
          text(entry, "objectType", at),
          parts,
          failover,
          at);
    }

    private List<AwsObject.JmesPath> jmesPaths(YamlNode node, String at) {
      var parts = new ArrayList<AwsObject.JmesPath>();
      if (!(node instanceof YamlNode.Sequence list)) {
        problem(at, "expected a list, but this is " + node.noun());
        return parts;
      }
      for (int i = 0; i < list.items().size(); i++) {
        String where = at + "[" + i + "]";
        mapping(list.items().get(i), where)
            .ifPresent(
                part ->
                    parts.add(
                        new AwsObject.JmesPath(
                            text(part, "path", where).orElse(""),
                            text(part, "objectAlias", where).orElse(""),
                            where)));
      }
      return parts;
    }

    private Optional<YamlNode.Mapping> mapping(YamlNode node, String at) {
      if (node instanceof YamlNode.Mapping mapping) {
        return Optional.of(mapping);
      }
      problem(at, "expected a mapping, but this is " + node.noun());
      return Optional.empty();
    }

    /** Text that isn't empty. */
    private Optional<String> text(YamlNode.Mapping mapping, String key, String at) {
      var value = mapping.entry(key).map(YamlNode.Entry::value);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      if (value.get() instanceof YamlNode.Scalar scalar) {
        if (scalar.type() == ScalarType.NULL) {
          return Optional.empty();
        }
        if (scalar.type() == ScalarType.STRING) {
          return Optional.of(scalar.text()).filter(text -> !text.isEmpty());
        }
      }
      problem(at + "." + key, "expected a string, but this is " + value.get().noun());
      return Optional.empty();
    }
  }
}

package dev.sekisho.policies.parse.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Kubernetes manifests: YAML or JSON, several documents, objects of {@code List} kinds one by
 * one. A document that can't be read is reported and left out whole; the others are read.
 */
public final class ManifestReader {

  static final String POLICY_GROUP = "sekisho.dev";
  private static final String LIST = "List";

  private final List<ManifestDocument> documents = new ArrayList<>();
  private final List<YamlProblem> problems = new ArrayList<>();

  private ManifestReader() {}

  /** Never throws. */
  public static Manifest read(String text) {
    var reader = new ManifestReader();
    boolean policies = false;
    for (YamlDocument document : YamlText.read(text)) {
      policies |= document.isOfGroup(POLICY_GROUP);
      reader.problems.addAll(document.problems());
      if (document.problems().isEmpty()) {
        document.root().ifPresent(root -> reader.take(root, YamlPath.ROOT));
      }
    }
    return new Manifest(reader.documents, reader.problems, policies);
  }

  private void take(YamlNode node, YamlPath path) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      report(node, path, "expected a Kubernetes object, but this is " + node.noun());
      return;
    }
    String apiVersion = textOf(mapping, "apiVersion");
    String kind = textOf(mapping, "kind");
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      report(node, path, "expected a Kubernetes object, but it has no apiVersion or no kind");
      return;
    }
    if (apiVersion.startsWith(POLICY_GROUP + "/") && path != YamlPath.ROOT) {
      report(node, path, "a policy cannot stand in a List: give it a document of its own");
      return;
    }
    var items = mapping.entry("items").map(YamlNode.Entry::value);
    if (kind.endsWith(LIST) && items.isPresent() && items.get() instanceof YamlNode.Sequence list) {
      takeItems(list, apiVersion, kind, path.key("items"));
    } else {
      convert(mapping, path, apiVersion, kind);
    }
  }

  /** Items of {@code v1 List} name their kinds; those of {@code IngressList} needn't. */
  private void takeItems(
      YamlNode.Sequence list, String apiVersion, String listKind, YamlPath path) {
    String itemKind = listKind.substring(0, listKind.length() - LIST.length());
    for (int i = 0; i < list.items().size(); i++) {
      var item = list.items().get(i);
      boolean bare =
          item instanceof YamlNode.Mapping mapping
              && mapping.entry("kind").isEmpty()
              && mapping.entry("apiVersion").isEmpty();
      if (bare && !itemKind.isEmpty()) {
        convert((YamlNode.Mapping) item, path.item(i), apiVersion, itemKind);
      } else {
        take(item, path.item(i));
      }
    }
  }

  private void convert(YamlNode.Mapping mapping, YamlPath path, String apiVersion, String kind) {
    int before = problems.size();
    ObjectNode object = new JsonTrees(problems).of(mapping, path);
    object.put("apiVersion", apiVersion);
    object.put("kind", kind);
    if (problems.size() == before) {
      documents.add(new ManifestDocument(object, mapping));
    }
  }

  private static String textOf(YamlNode.Mapping mapping, String key) {
    return mapping
        .entry(key)
        .filter(e -> e.value() instanceof YamlNode.Scalar s && s.type() == ScalarType.STRING)
        .map(e -> ((YamlNode.Scalar) e.value()).text())
        .orElse("");
  }

  private void report(YamlNode node, YamlPath path, String message) {
    problems.add(new YamlProblem(node.position(), path.toString(), message));
  }
}

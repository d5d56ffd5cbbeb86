package dev.sekisho.controlplane.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.parse.yaml.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Takes the text of a file apart.
 *
 * @param folder that the files are in
 * @param ownNamespace of the policy ConfigMaps that files stand for
 */
record ManifestTexts(Path folder, String ownNamespace, Function<String, Manifest> parser) {

  /**
   * An object as it was written.
   *
   * @param line where it begins; 0 for the file as a whole
   * @param index by which it is older than those that follow
   */
  record Placed(ObjectNode tree, int line, int index) {}

  Manifest parse(String text) {
    return parser.apply(text);
  }

  /** What the file as a whole stands for: a policy ConfigMap, or nothing. */
  List<Placed> whole(Path file, String text, Manifest manifest) {
    if (!manifest.holdsPolicies()) {
      return List.of();
    }
    String name = folder.relativize(file).toString();
    return List.of(
        new Placed(PolicyFiles.configMap(ownNamespace, name, file.toString(), text), 0, 0));
  }

  /** The objects that stand in it. */
  static List<Placed> single(Manifest manifest) {
    var objects = new ArrayList<Placed>();
    for (var document : manifest.documents()) {
      if (!document.isPolicy()) {
        objects.add(new Placed(document.object(), document.line(), objects.size() + 1));
      }
    }
    return objects;
  }
}

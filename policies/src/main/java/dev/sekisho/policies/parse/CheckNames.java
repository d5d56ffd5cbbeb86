package dev.sekisho.policies.parse;

import dev.sekisho.policies.parse.yaml.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The names of checks in {@code exemptions}: the key paths of the sections that check, taken from
 * the definition of the document, and {@code rules.<name>}.
 */
final class CheckNames {

  static final TextShape<String> TEXT =
      new TextShape<>(
          "the name of a check",
          TextForm.matching("rules\\.[\\s\\S]+").or(CheckNames::known),
          CheckNames::read);

  /** All rules, or with a dot and a name one of them. */
  static final String RULES = "rules";

  /** Keys that give: nothing violates them. */
  private static final Set<String> NO_CHECKS =
      Set.of(
          "hosts.allow",
          "hosts.allowFromNamespaceAnnotation",
          "hosts.ownerLabel",
          "hosts.claims",
          "secrets.grants",
          "secrets.hostPaths.allow",
          "secrets.providerClasses.csi",
          "mesh.workloads",
          "mesh.allowFrom",
          "mesh.inject.enabled",
          "mesh.inject.allow");

  private CheckNames() {}

  /** Every key path that is a check, sections first. */
  static List<String> known() {
    return Known.PATHS;
  }

  /** On demand, since the sections are part of the document that names checks. */
  private static final class Known {
    static final List<String> PATHS = paths();

    private static List<String> paths() {
      var paths = new ArrayList<String>();
      PolicyShape.CHECKED.forEach(section -> add(section, "", paths));
      paths.add(RULES);
      return List.copyOf(paths);
    }

    private static void add(Key<?> key, String before, List<String> paths) {
      String path = before + key.name();
      if (NO_CHECKS.contains(path)) {
        return;
      }
      paths.add(path);
      if (key.shape() instanceof ObjectShape<?> object) {
        object.keys().forEach(inner -> add(inner, path + ".", paths));
      }
    }
  }

  private static Optional<String> read(String text, Consumer<String> problem) {
    boolean rule = text.startsWith(RULES + ".") && text.length() > RULES.length() + 1;
    if (rule || known().contains(text)) {
      return Optional.of(text);
    }
    problem.accept("there is no check " + Excerpt.quoted(text) + Nearest.suggestion(text, known()));
    return Optional.empty();
  }
}

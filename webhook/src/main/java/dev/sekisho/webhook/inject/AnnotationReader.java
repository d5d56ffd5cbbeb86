package dev.sekisho.webhook.inject;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.MeshSection.Escape;
import dev.sekisho.policies.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads annotations of one Pod, and collects what is wrong with them: each is refused with its name
 * and what was expected, and counts as absent.
 */
final class AnnotationReader {

  static final String RULE = "injection";

  /** A longer value isn't shown. */
  private static final int LONGEST_SHOWN = 60;

  private final PodDocument pod;
  private final Set<Escape> allowed;
  private final List<Violation> problems = new ArrayList<>();

  /**
   * @param allowed what policies let this Pod ask for
   */
  AnnotationReader(PodDocument pod, Set<Escape> allowed) {
    this.pod = pod;
    this.allowed = allowed;
  }

  List<Violation> problems() {
    return problems;
  }

  /** The value of an annotation; empty without it. */
  <T> Optional<T> read(String key, Function<String, Optional<T>> parse, String expected) {
    var text = pod.annotation(key);
    var value = text.flatMap(parse);
    if (text.isPresent() && value.isEmpty()) {
      wrong(key, text.get(), expected);
    }
    return value;
  }

  /** One that is true or false. */
  Optional<Boolean> flag(String key) {
    return read(
        key,
        text ->
            text.equals("true") || text.equals("false")
                ? Optional.of(text.equals("true"))
                : Optional.empty(),
        "true or false");
  }

  Optional<Quantity> quantity(String key) {
    return read(key, Quantity::parse, "a quantity as in 100m or 128Mi");
  }

  /**
   * Whether an annotation may stand there by which a Pod could escape policy; it is a problem if it
   * may not.
   *
   * @param word of the policies' {@code mesh.inject.allow}
   */
  boolean mayEscape(String key, Escape escape, String word) {
    if (allowed.contains(escape)) {
      return true;
    }
    problems.add(
        new Violation(
            "",
            "mesh.inject.allow",
            path(key),
            "pod annotation \"%s\" could let the Pod escape policy (expected: %s in mesh.inject.allow of a platform policy)"
                .formatted(key, word),
            Enforcement.DENY));
    return false;
  }

  void wrong(String key, String value, String expected) {
    var shown =
        value.length() > LONGEST_SHOWN || value.indexOf('\n') >= 0 ? "" : ": \"" + value + '"';
    problem(
        path(key),
        "invalid pod annotation \"%s\"%s (expected: %s)".formatted(key, shown, expected));
  }

  void problem(String path, String message) {
    problems.add(new Violation("", RULE, path, message, Enforcement.DENY));
  }

  static String path(String key) {
    return "metadata.annotations." + key;
  }
}

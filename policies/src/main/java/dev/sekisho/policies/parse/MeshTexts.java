package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.parse.yaml.Excerpt;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The kinds of strings in the {@code mesh} section. A glob that can match nothing is a mistake. */
final class MeshTexts {

  static final TextShape<Glob> PRINCIPAL_GLOB =
      new TextShape<>("a pattern for callers", PrincipalForm.GLOB, MeshTexts::principalGlob);

  private static final String METHODS = "[A-Z0-9_*?-]+";

  /** Methods are case-sensitive (RFC 9110, section 9.1), and those in use are in upper case. */
  static final TextShape<Glob> METHOD_GLOB =
      glob(
          "a pattern for methods",
          METHODS,
          "no method can match ",
          ": use upper-case letters, digits, \"-\", \"_\", \"*\" and \"?\"");

  /** What may stand in the path of a request: RFC 3986, section 3.3, and what is seen besides. */
  private static final String PATHS = "[/*][!\"$-~]*";

  static final TextShape<Glob> PATH_GLOB =
      glob(
          "a pattern for paths",
          PATHS,
          "no path can match ",
          ": begin with \"/\" or \"*\", and write what isn't ASCII, spaces and \"#\" as in a URL,"
              + " with \"%\"");

  private static final String FORM = "<trust domain>/ns/<namespace>/sa/<service account>";
  private static final String SCHEME = "spiffe://";

  private MeshTexts() {}

  private static TextShape<Glob> glob(String noun, String form, String wrong, String remedy) {
    var pattern = Pattern.compile(form);
    return new TextShape<>(
        noun,
        TextForm.matching(form),
        (text, problem) -> {
          if (!pattern.matcher(text).matches()) {
            problem.accept(wrong + Excerpt.quoted(text) + remedy);
            return Optional.empty();
          }
          return Optional.of(new Glob(text));
        });
  }

  private static Optional<Glob> principalGlob(String text, Consumer<String> problem) {
    if (text.length() > PrincipalForm.LONGEST) {
      problem.accept("a pattern for callers has at most " + PrincipalForm.LONGEST + " characters");
      return Optional.empty();
    }
    if (text.contains("**")) {
      problem.accept("one \"*\" is any run of characters: don't write two");
      return Optional.empty();
    }
    if (!PrincipalForm.canMatch(text)) {
      problem.accept(
          "no caller can match "
              + Excerpt.quoted(text)
              + ": write "
              + FORM
              + ", with \"*\" and \"?\""
              + (text.startsWith(SCHEME) ? ", without \"" + SCHEME + "\"" : ""));
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }
}

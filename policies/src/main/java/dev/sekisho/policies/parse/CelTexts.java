package dev.sekisho.policies.parse;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of strings in the sections that have expressions. */
final class CelTexts {

  private static final Pattern VARIABLE = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern RESOURCE =
      Pattern.compile("(\\*|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)(/(\\*|[a-z]+))?");
  private static final Pattern GROUP =
      Pattern.compile("\\*|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?");
  private static final Pattern VERSION = Pattern.compile("\\*|v[0-9]+((alpha|beta)[0-9]+)?");
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  /** Compiled later, when its variables are known. */
  static final TextShape<String> EXPRESSION =
      checked(
          "an expression in CEL",
          TextForm.NOT_BLANK,
          text -> text.isBlank() ? Optional.of("an expression is not empty") : Optional.empty());

  static final TextShape<String> VARIABLE_NAME =
      checked(
          "the name of a variable",
          TextForm.matching(
              "(?!(?:" + String.join("|", new TreeSet<>(RESERVED)) + ")$)" + VARIABLE),
          text ->
              VARIABLE.matcher(text).matches() && !RESERVED.contains(text)
                  ? Optional.empty()
                  : Optional.of(
                      "the name of a variable has letters, digits and \"_\" only, begins with no"
                          + " digit, and is no word of the language"));

  static final TextShape<String> ITEM_NAME =
      checked(
          "a name",
          TextForm.matching(NAME.pattern()),
          text ->
              problem(
                  NAME,
                  text,
                  "a name has letters, digits, \"-\", \"_\" and \".\" only, at most 63 of them,"
                      + " and begins and ends with a letter or digit"));

  static final TextShape<String> MESSAGE =
      checked(
          "a message",
          TextForm.matching("\\s*\\S(?:[^\\n]*\\S)?\\s*"),
          text ->
              text.isBlank() || text.strip().contains("\n")
                  ? Optional.of("a message is one line, and not empty")
                  : Optional.empty());

  static final TextShape<String> RESOURCE_NAME =
      checked(
          "a resource",
          TextForm.matching(RESOURCE.pattern()),
          text ->
              problem(
                  RESOURCE,
                  text,
                  "a resource is written like pods, pods/ephemeralcontainers or pods/*: plural,"
                      + " in lower case"));

  static final TextShape<String> API_GROUP =
      checked(
          "an API group",
          TextForm.matching(GROUP.pattern()),
          text ->
              problem(
                  GROUP, text, "an API group is written like apps, without a version, or \"\""));

  static final TextShape<String> API_VERSION =
      checked(
          "an API version",
          TextForm.matching(VERSION.pattern()),
          text -> problem(VERSION, text, "an API version is written like v1, without a group"));

  /** As above, but never all of them. */
  static final TextShape<String> NAMED_API_GROUP =
      checked(
          "an API group",
          TextForm.matching("(?!\\*)(?:" + GROUP.pattern() + ")"),
          text ->
              text.equals("*")
                  ? Optional.of("claims are those of named kinds: name the group")
                  : problem(GROUP, text, "an API group is written like apps, without a version"));

  /** As above, but never a part of an object, nor all. */
  static final TextShape<String> WHOLE_RESOURCE =
      checked(
          "a resource",
          TextForm.matching("(?![\\s\\S]*[*/])" + RESOURCE.pattern()),
          text ->
              text.contains("*") || text.contains("/")
                  ? Optional.of("claims are those of whole objects: name the resource")
                  : problem(RESOURCE, text, "a resource is written like routes: plural"));

  private CelTexts() {}

  private static Optional<String> problem(Pattern form, String text, String problem) {
    return form.matcher(text).matches() ? Optional.empty() : Optional.of(problem);
  }

  private static TextShape<String> checked(
      String noun, TextForm form, Function<String, Optional<String>> check) {
    return new TextShape<>(
        noun,
        form,
        (text, problem) -> {
          var reason = check.apply(text);
          reason.ifPresent(problem);
          return reason.isPresent() ? Optional.empty() : Optional.of(text);
        });
  }
}

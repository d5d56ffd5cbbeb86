package dev.sekisho.policies.parse;

import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.HostPathPattern;
import dev.sekisho.policies.model.NamespaceTemplate;
import dev.sekisho.policies.model.PathText;
import dev.sekisho.policies.model.PatternTemplate;
import dev.sekisho.policies.parse.yaml.Excerpt;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of strings in a policy document. */
final class Texts {

  private static final Pattern NAME_CHARACTERS = Pattern.compile("[a-z0-9*?.-]+");

  static final TextShape<String> NAME =
      checked("a name", TextForm.NAME, KubernetesNames::nameProblem);

  static final TextShape<String> LABEL_KEY =
      checked("a label key", TextForm.LABEL_KEY, KubernetesNames::labelKeyProblem);

  static final TextShape<String> LABEL_VALUE =
      checked("a label value", TextForm.LABEL_VALUE, KubernetesNames::labelValueProblem);

  static final TextShape<String> ANNOTATION_KEY =
      checked(
          "the name of an annotation",
          TextForm.ANNOTATION_KEY,
          KubernetesNames::annotationKeyProblem);

  static final TextShape<String> ANNOTATION_VALUE =
      checked("the value of an annotation", TextForm.ANY, text -> Optional.empty());

  static final TextShape<Glob> ANNOTATION_GLOB =
      new TextShape<>("a pattern for annotations", TextForm.NO_SPACE, Texts::annotationGlob);

  static final TextShape<PatternTemplate> HOST_PATTERN =
      new TextShape<>("a host pattern", TextForm.HOST, Texts::hostPattern);

  static final TextShape<Glob> NAMESPACE_GLOB =
      new TextShape<>(
          "a pattern for namespaces", TextForm.matching("[a-z0-9*?-]+"), Texts::namespaceGlob);

  static final TextShape<Glob> SUBJECT_GLOB =
      new TextShape<>(
          "a pattern for users or groups",
          TextForm.matching("group:\\S(?:[\\s\\S]*\\S)?|(?!group:)\\S(?:[\\s\\S]*\\S)?"),
          Texts::subjectGlob);

  static final TextShape<Glob> SECRET_GLOB =
      new TextShape<>(
          "a pattern for Secrets",
          TextForm.matching("(?:[a-z0-9*?-]+/)?[a-z0-9*?.-]+"),
          Texts::secretGlob);

  static final TextShape<Glob> SERVICE_ACCOUNT_GLOB = nameGlob("a pattern for ServiceAccounts");

  static final TextShape<Glob> CONTAINER_GLOB = nameGlob("a pattern for containers");

  static final TextShape<Glob> PROVIDER_CLASS_GLOB =
      nameGlob("a pattern for SecretProviderClasses");

  static final TextShape<Glob> IMAGE_GLOB =
      new TextShape<>("a pattern for images", TextForm.NO_SPACE, Texts::imageGlob);

  static final TextShape<Glob> MOUNT_PATH_GLOB =
      new TextShape<>(
          "a pattern for mount paths",
          TextForm.matching("/|(?![\\s\\S]*/\\.{0,2}(?:/|$))[/*][\\s\\S]*"),
          Texts::mountPathGlob);

  static final TextShape<HostPathPattern> HOST_PATH =
      new TextShape<>(
          "a pattern for paths of the node", TextForm.matching("/[\\s\\S]*"), Texts::hostPath);

  static final TextShape<NamespaceTemplate> OBJECT_PREFIX =
      new TextShape<>(
          "the beginning of an object's name",
          TextForm.matching("(?:[^$]|\\$(?!\\{)|\\$\\{namespace\\})+"),
          Texts::objectPrefix);

  static final TextShape<String> REASON =
      checked("a reason", TextForm.NOT_BLANK, Texts::reasonProblem);

  static final TextShape<Instant> INSTANT =
      new TextShape<>("a date or a timestamp", TextForm.INSTANT, Texts::instant);

  /** RFC 3339, section 5.6, with capital T and Z, and a date alone. */
  static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  static final Pattern TIMESTAMP =
      Pattern.compile(
          DATE + "T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

  private static final Pattern NAMESPACE_CHARACTERS = Pattern.compile("[a-z0-9*?-]+");
  private static final String GROUP = "group:";

  private Texts() {}

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

  private static Optional<PatternTemplate> hostPattern(String text, Consumer<String> problem) {
    try {
      return Optional.of(PatternTemplate.of(text));
    } catch (IllegalArgumentException e) {
      problem.accept("invalid host pattern " + Excerpt.quoted(text) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Names of namespaces are DNS-1123 labels: a glob with other characters matches none, ever. */
  private static Optional<Glob> namespaceGlob(String text, Consumer<String> problem) {
    if (!NAMESPACE_CHARACTERS.matcher(text).matches()) {
      problem.accept(
          "no namespace can match "
              + Excerpt.quoted(text)
              + ": use lower-case letters, digits, \"-\", \"*\" and \"?\"");
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }

  private static Optional<Glob> annotationGlob(String text, Consumer<String> problem) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
      problem.accept("a pattern for annotations is not empty and has no space");
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }

  /** Names of objects are DNS-1123 subdomains. */
  private static TextShape<Glob> nameGlob(String noun) {
    return new TextShape<>(
        noun,
        TextForm.matching(NAME_CHARACTERS.pattern()),
        (text, problem) -> {
          if (!NAME_CHARACTERS.matcher(text).matches()) {
            problem.accept(
                "no name can match "
                    + Excerpt.quoted(text)
                    + ": use lower-case letters, digits, \"-\", \".\", \"*\" and \"?\"");
            return Optional.empty();
          }
          return Optional.of(new Glob(text));
        });
  }

  /** A name, or namespace and name. */
  private static Optional<Glob> secretGlob(String text, Consumer<String> problem) {
    int slash = text.indexOf('/');
    boolean namespaceFits =
        slash < 0 || NAMESPACE_CHARACTERS.matcher(text.substring(0, slash)).matches();
    if (!namespaceFits || !NAME_CHARACTERS.matcher(text.substring(slash + 1)).matches()) {
      problem.accept(
          "no Secret can match "
              + Excerpt.quoted(text)
              + ": use lower-case letters, digits, \"-\", \".\", \"*\" and \"?\", and before a \"/\""
              + " the namespace if it is another one");
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }

  private static Optional<Glob> imageGlob(String text, Consumer<String> problem) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
      problem.accept("a pattern for images is not empty and has no space");
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }

  /** Mount paths are normalised before they are compared: one that isn't would match none. */
  private static Optional<Glob> mountPathGlob(String text, Consumer<String> problem) {
    boolean absolute = text.startsWith("/") || text.startsWith("*");
    if (!absolute || !PathText.normalise(text).endsWith(text)) {
      problem.accept(
          "no mount path can match "
              + Excerpt.quoted(text)
              + ": begin with \"/\", and write no \".\", \"..\", \"//\" and no \"/\" at the end");
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }

  private static Optional<HostPathPattern> hostPath(String text, Consumer<String> problem) {
    if (!text.startsWith("/")) {
      problem.accept("a path of the node begins with \"/\"");
      return Optional.empty();
    }
    return Optional.of(new HostPathPattern(text));
  }

  private static Optional<NamespaceTemplate> objectPrefix(String text, Consumer<String> problem) {
    if (text.isEmpty()) {
      problem.accept("every name begins with nothing: leave the key out to permit all");
      return Optional.empty();
    }
    try {
      return Optional.of(new NamespaceTemplate(text));
    } catch (IllegalArgumentException e) {
      problem.accept("invalid prefix " + Excerpt.quoted(text) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Glob> subjectGlob(String text, Consumer<String> problem) {
    String name = text.startsWith(GROUP) ? text.substring(GROUP.length()) : text;
    if (name.isEmpty() || !name.equals(name.strip())) {
      problem.accept("a user or group is not empty and has no space at its ends");
      return Optional.empty();
    }
    return Optional.of(new Glob(text));
  }

  private static Optional<String> reasonProblem(String text) {
    return text.isBlank() ? Optional.of("a reason says why: it can't be empty") : Optional.empty();
  }

  /** A date is its first moment in UTC. */
  private static Optional<Instant> instant(String text, Consumer<String> problem) {
    try {
      if (DATE.matcher(text).matches()) {
        return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
      if (TIMESTAMP.matcher(text).matches()) {
        return Optional.of(OffsetDateTime.parse(text).toInstant());
      }
    } catch (DateTimeParseException e) {
      // Of the right form, but there is no such day or hour.
    }
    problem.accept(
        Excerpt.quoted(text)
            + " is no date (2027-01-31, from midnight UTC on) and no timestamp"
            + " (2027-01-31T18:00:00Z)");
    return Optional.empty();
  }
}

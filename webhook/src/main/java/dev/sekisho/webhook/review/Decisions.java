package dev.sekisho.webhook.review;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicyRevision;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.webhook.mutate.JsonPatch;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes decisions of what reviewers found. Pure functions. */
public final class Decisions {

  /** The audit annotation with the revision of the policies that decided. */
  public static final String REVISION = "revision";

  /** The audit annotation that names what is violated, separated by commas. */
  public static final String RULES = "rules";

  private static final String ENFORCEMENT = "enforcement";
  private static final String FAILURE = "failure";

  /** How the text begins that says why a field can't be read. */
  private static final String EXPECTED = "expected ";

  private Decisions() {}

  /**
   * The decision on an object with these violations. Any that is to be denied refuses the request;
   * its message is the messages of those, in order, equal ones once, joined by {@code ", "}; one
   * about a field that can't be read begins with the field's path. Those that warn become warnings
   * either way. All are named in the audit annotations: {@code revision} (of the policies), {@code
   * rules} (comma-separated, {@code policy:rule}), {@code enforcement} (the strictest).
   */
  public static AdmissionDecision of(List<Violation> violations, PolicyRevision revision) {
    var warnings = Warnings.limited(messages(violations, Enforcement.WARN).toList());
    var annotations = annotations(violations, revision);
    var denied = with(violations, Enforcement.DENY).toList();
    if (denied.isEmpty()) {
      return new AdmissionDecision.Allowed(warnings, annotations);
    }
    return new AdmissionDecision.Denied(
        DenialReason.FORBIDDEN,
        messages(denied, Enforcement.DENY).collect(Collectors.joining(", ")),
        denied.stream()
            .map(v -> new Cause(v.policy(), v.rule(), v.message(), v.fieldPath()))
            .toList(),
        warnings,
        annotations);
  }

  /**
   * The decision on an object that is to be changed: as {@link #of} where that refuses it, else
   * allowed with the patch, or without one if it is empty.
   */
  public static AdmissionDecision mutated(
      JsonPatch patch, List<Violation> problems, PolicyRevision revision) {
    return switch (of(problems, revision)) {
      case AdmissionDecision.Allowed allowed when !patch.isEmpty() ->
          new AdmissionDecision.Patched(patch, allowed.warnings(), allowed.auditAnnotations());
      case AdmissionDecision decided -> decided;
    };
  }

  /** Lets pass, with warnings. */
  public static AdmissionDecision allowed(List<String> warnings, PolicyRevision revision) {
    return new AdmissionDecision.Allowed(
        Warnings.limited(warnings), annotations(List.of(), revision));
  }

  /**
   * Refuses because no decision was reached.
   *
   * @param message for the user
   * @param failure one word for the audit annotation {@code failure}
   */
  public static AdmissionDecision undecidedRefused(String message, String failure) {
    return new AdmissionDecision.Denied(
        DenialReason.UNDECIDED, message, List.of(), List.of(), failureAnnotation(failure));
  }

  /** Lets pass with a warning though no decision was reached; parameters as for the refusal. */
  public static AdmissionDecision undecidedAllowed(String message, String failure) {
    return new AdmissionDecision.Allowed(
        Warnings.limited(List.of(message)), failureAnnotation(failure));
  }

  private static SortedMap<String, String> failureAnnotation(String failure) {
    return new TreeMap<>(Collections.singletonMap(FAILURE, failure));
  }

  private static SortedMap<String, String> annotations(
      List<Violation> violations, PolicyRevision revision) {
    var annotations = new TreeMap<String, String>();
    annotations.put(REVISION, revision.toString());
    violations.stream()
        .map(Violation::enforcement)
        .min(Enforcement::compareTo)
        .ifPresent(e -> annotations.put(ENFORCEMENT, e.name().toLowerCase(Locale.ROOT)));
    if (!violations.isEmpty()) {
      annotations.put(RULES, distinct(violations.stream(), Decisions::ruleId));
    }
    return annotations;
  }

  private static String ruleId(Violation violation) {
    return violation.policy().isEmpty()
        ? violation.rule()
        : violation.policy() + ":" + violation.rule();
  }

  private static String distinct(Stream<Violation> violations, Function<Violation, String> text) {
    return violations.map(text).distinct().collect(Collectors.joining(","));
  }

  private static Stream<Violation> with(List<Violation> violations, Enforcement enforcement) {
    return violations.stream().filter(v -> v.enforcement() == enforcement);
  }

  private static Stream<String> messages(List<Violation> violations, Enforcement enforcement) {
    return with(violations, enforcement).map(Decisions::text).distinct();
  }

  /** A violation for its user: what a field should have been says little without its place. */
  public static String text(Violation violation) {
    return violation.message().startsWith(EXPECTED) && !violation.fieldPath().isEmpty()
        ? violation.fieldPath() + ": " + violation.message()
        : violation.message();
  }
}

package dev.sekisho.policies.secrets;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.ProviderClassRules;
import dev.sekisho.policies.model.SecretRules;
import dev.sekisho.policies.model.SecretRules.Remedy;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.FieldProblem;
import dev.sekisho.policies.secrets.PodFacts.Named;
import dev.sekisho.policies.secrets.SecretRequest.Finding;
import dev.sekisho.policies.secrets.SecretRequest.HostPathUse;
import dev.sekisho.policies.secrets.SecretRequest.SecretMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checks of one policy's {@code secrets} section on one object. */
final class SecretChecks {

  /** The rule that what can't be read violates. */
  static final String SECRETS = "secrets";

  private static final String DEFAULT = "secrets.default";
  private static final String DENY = "secrets.deny";
  private static final String READ_ONLY = "secrets.mounts.readOnly";
  private static final String PATHS = "secrets.mounts.paths";
  private static final String HOST_PATHS = "secrets.hostPaths.deny";
  private static final String CLASS_ALLOW = "secrets.providerClasses.allow";
  private static final String CLASS_CHECK = "secrets.providerClasses.check";
  private static final String CLASS_PREFIXES = "secrets.providerClasses.objectPrefixes";
  private static final String AUTOMOUNT = "secrets.automountServiceAccountToken";
  private static final String NOT_READ_ONLY = "not read-only";

  private final Policy policy;
  private final SecretRules rules;
  private final SecretGrants grants;
  private final SecretRequest request;
  private final List<Violation> found = new ArrayList<>();

  private SecretChecks(
      Policy policy, SecretRules rules, SecretGrants grants, SecretRequest request) {
    this.policy = policy;
    this.rules = rules;
    this.grants = grants;
    this.request = request;
  }

  /**
   * @param policies those that match
   */
  static List<Violation> violations(
      Policy policy,
      SecretRules rules,
      List<Policy> policies,
      SecretRequest request,
      SecretLookup lookup) {
    var checks = new SecretChecks(policy, rules, SecretGrants.against(policy, policies), request);
    request.unreadable().forEach(checks::unreadable);
    request.references().forEach(checks::reference);
    request.mounts().forEach(checks::mount);
    request.hostPaths().forEach(checks::hostPath);
    rules.providerClasses().ifPresent(classes -> checks.providerClasses(classes, lookup));
    checks.token();
    return checks.found;
  }

  private void unreadable(FieldProblem problem) {
    add(SECRETS, problem.path(), problem.problem());
  }

  private void reference(SecretReference reference) {
    boolean denied =
        rules.deny().stream()
            .anyMatch(
                d ->
                    d.overlaps(reference.qualified(), reference.channel())
                        || d.overlaps(reference.bare(), reference.channel()));
    if (denied) {
      reference(DENY, reference, "denied");
    }
    if (rules.defaultDenied() && !grants.cover(reference)) {
      reference(DEFAULT, reference, "not granted");
    }
  }

  private void reference(String rule, SecretReference reference, String reason) {
    invalid(
        rule,
        reference.fieldPath(),
        named("secret", reference.qualifiedName())
            + in(reference.where(), reason + reference.users().suffix()));
  }

  private void mount(SecretMount mount) {
    if (rules.mounts().readOnly().equals(Optional.of(Remedy.DEMAND)) && !mount.readOnly()) {
      invalid(READ_ONLY, mount.fieldPath(), mount.subject() + in(mount.where(), NOT_READ_ONLY));
    }
    var permitted = grants.mountPaths();
    mount
        .path()
        .filter(path -> !rules.mounts().paths().isEmpty())
        .filter(path -> permitted.stream().noneMatch(glob -> glob.matches(path)))
        .ifPresent(
            path ->
                invalid(
                    PATHS,
                    mount.fieldPath(),
                    mount.subject() + in(mount.where(), "allowed: " + list(permitted))));
  }

  private void hostPath(HostPathUse use) {
    boolean denied =
        rules.hostPaths().deny().stream()
            .anyMatch(p -> p.covers(use.path()) || p.liesBelow(use.path()));
    if (denied && !grants.cover(use)) {
      invalid(
          HOST_PATHS,
          use.fieldPath(),
          named("host path", use.path()) + in(use.where(), "denied" + use.users().suffix()));
    }
  }

  private void providerClasses(ProviderClassRules classes, SecretLookup lookup) {
    if (!classes.allow().isEmpty()) {
      request.providerClasses().forEach(this::allowed);
    }
    if (classes.check()) {
      request.findings().forEach(this::finding);
      request.mounts().stream()
          .filter(mount -> mount.store() && !mount.readOnly())
          .forEach(
              mount ->
                  invalid(
                      CLASS_CHECK,
                      mount.fieldPath(),
                      mount.subject() + in(mount.where(), NOT_READ_ONLY)));
      request
          .definition()
          .ifPresent(d -> DefinitionCheck.findings(d, lookup).forEach(this::finding));
    }
    if (!classes.objectPrefixes().isEmpty()) {
      request.definition().ifPresent(this::prefixes);
    }
  }

  private void allowed(Named used) {
    var allowed = grants.providerClasses();
    if (allowed.stream().noneMatch(glob -> glob.matches(used.name()))) {
      invalid(
          CLASS_ALLOW,
          used.fieldPath(),
          named("secret provider class", used.name()) + " (allowed: " + list(allowed) + ")");
    }
  }

  /** What may still come is worth a warning at most. */
  private void finding(Finding finding) {
    boolean tooStrict = finding.mayCome() && policy.enforcement() == Enforcement.DENY;
    found.add(
        new Violation(
            policy.id().toString(),
            CLASS_CHECK,
            finding.fieldPath(),
            "invalid " + request.kindWord() + " " + finding.message(),
            tooStrict ? Enforcement.WARN : policy.enforcement()));
  }

  private void prefixes(SecretProviderClass definition) {
    var prefixes = grants.objectPrefixes(definition.namespace());
    var reading = ObjectNames.of(definition);
    if (!reading.known()) {
      invalid(
          CLASS_PREFIXES,
          reading.fieldPath(),
          named("provider", definition.provider()) + " (the names of its objects can't be read)");
    }
    for (Named object : reading.names()) {
      String resource = AwsObject.resourceOf(object.name());
      if (prefixes.stream().noneMatch(resource::startsWith)) {
        invalid(
            CLASS_PREFIXES,
            object.fieldPath(),
            named("object", object.name()) + " (allowed: " + list(prefixes) + ")");
      }
    }
  }

  private void token() {
    if (rules.automountServiceAccountToken().equals(Optional.of(Remedy.DEMAND))) {
      request
          .token()
          .ifPresent(
              path ->
                  add(
                      AUTOMOUNT,
                      path,
                      "invalid "
                          + request.kindWord()
                          + ": automountServiceAccountToken must be false"));
    }
  }

  private static String named(String what, String name) {
    return what + " \"" + name + "\"";
  }

  private static String in(String where, String reason) {
    return " (" + where + ": " + reason + ")";
  }

  private static String list(List<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private void invalid(String rule, String fieldPath, String what) {
    add(rule, fieldPath, "invalid " + request.kindWord() + " " + what);
  }

  private void add(String rule, String fieldPath, String message) {
    found.add(
        new Violation(policy.id().toString(), rule, fieldPath, message, policy.enforcement()));
  }
}

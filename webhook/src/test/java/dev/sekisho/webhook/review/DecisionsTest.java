package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicyRevision;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.webhook.mutate.Json;
import dev.sekisho.webhook.mutate.JsonPatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DecisionsTest {

  private static final PolicyRevision REVISION = new PolicyRevision("0123456789abcdef".repeat(4));

  private static Violation violation(String rule, String message, Enforcement enforcement) {
    return new Violation("s/p/edge", rule, "spec." + rule, message, enforcement);
  }

  private static AdmissionDecision decide(Violation... violations) {
    return Decisions.of(List.of(violations), REVISION);
  }

  @Test
  void allowsWithoutViolations() {
    var allowed = (AdmissionDecision.Allowed) decide();
    assertThat(allowed.warnings()).isEmpty();
    assertThat(allowed.auditAnnotations()).isEqualTo(Map.of("revision", "0123456789ab"));
  }

  @Test
  void deniesWithAllMessagesInOrderAndEqualOnesOnce() {
    var denied =
        (AdmissionDecision.Denied)
            decide(
                violation("hosts.unlisted", "b", Enforcement.DENY),
                violation("hosts.deny", "a", Enforcement.DENY),
                violation("hosts.wildcard", "w", Enforcement.WARN),
                violation("hosts.empty", "b", Enforcement.DENY));
    assertThat(denied.message()).isEqualTo("b, a");
    assertThat(denied.reason()).isEqualTo(DenialReason.FORBIDDEN);
    assertThat(denied.causes())
        .containsExactly(
            new Cause("s/p/edge", "hosts.unlisted", "b", "spec.hosts.unlisted"),
            new Cause("s/p/edge", "hosts.deny", "a", "spec.hosts.deny"),
            new Cause("s/p/edge", "hosts.empty", "b", "spec.hosts.empty"));
    assertThat(denied.warnings()).containsExactly("w");
    assertThat(denied.auditAnnotations())
        .isEqualTo(
            Map.of(
                "revision",
                "0123456789ab",
                "enforcement",
                "deny",
                "rules",
                "s/p/edge:hosts.unlisted,s/p/edge:hosts.deny,"
                    + "s/p/edge:hosts.wildcard,s/p/edge:hosts.empty"));
    assertThat(denied.auditAnnotations().keySet()).noneMatch(key -> key.contains("/"));
  }

  @Test
  void namesThePlaceOfWhatCannotBeRead() {
    var denied =
        (AdmissionDecision.Denied)
            decide(
                new Violation("s/p/edge", "hosts", "spec.a", "expected a list", Enforcement.DENY),
                new Violation("s/p/edge", "hosts", "spec.b", "expected a list", Enforcement.DENY),
                new Violation("s/p/edge", "rules.r", "", "expected a limit", Enforcement.DENY));
    assertThat(denied.message())
        .isEqualTo("spec.a: expected a list, spec.b: expected a list, expected a limit");
  }

  @Test
  void warnsWithoutDenying() {
    var allowed =
        (AdmissionDecision.Allowed)
            decide(
                violation("r", "m", Enforcement.DRYRUN),
                violation("r", "w", Enforcement.WARN),
                violation("r", "w", Enforcement.WARN));
    assertThat(allowed.warnings()).containsExactly("w");
    assertThat(allowed.auditAnnotations())
        .containsEntry("enforcement", "warn")
        .containsEntry("rules", "s/p/edge:r");
  }

  @Test
  void onlyReportsDryrun() {
    var allowed = (AdmissionDecision.Allowed) decide(violation("r", "m", Enforcement.DRYRUN));
    assertThat(allowed.warnings()).isEmpty();
    assertThat(allowed.auditAnnotations()).containsEntry("enforcement", "dryrun");
  }

  @Test
  void namesRulesWithoutPolicy() {
    var denied = decide(new Violation("", "hosts", "spec", "unreadable", Enforcement.DENY));
    assertThat(denied.auditAnnotations()).containsEntry("rules", "hosts");
  }

  private static final JsonPatch PATCH = JsonPatch.diff(Json.tree("{}"), Json.tree("{\"a\": 1}"));
  private static final JsonPatch NO_PATCH =
      JsonPatch.diff(Json.tree("{\"a\": 1}"), Json.tree("{\"a\": 1}"));

  @Test
  void patchesWhatIsNotDenied() {
    var warned = List.of(violation("mutations.m", "w", Enforcement.WARN));
    var patched = (AdmissionDecision.Patched) Decisions.mutated(PATCH, warned, REVISION);
    assertThat(patched.patch()).isEqualTo(PATCH);
    assertThat(patched.warnings()).containsExactly("w");
    assertThat(patched.auditAnnotations()).containsEntry("revision", "0123456789ab");
    assertThat(Decisions.mutated(NO_PATCH, warned, REVISION))
        .isEqualTo(Decisions.of(warned, REVISION));
    var denied = List.of(violation("mutations.m", "no", Enforcement.DENY));
    assertThat(Decisions.mutated(PATCH, denied, REVISION))
        .isEqualTo(Decisions.of(denied, REVISION));
  }

  @Test
  void aPatchedDecisionChangesSomething() {
    assertThatThrownBy(() -> new AdmissionDecision.Patched(NO_PATCH, List.of(), new TreeMap<>()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void undecidedFollowsTheFailurePolicy() {
    var refused = (AdmissionDecision.Denied) Decisions.undecidedRefused("late", "deadline");
    assertThat(refused.reason().statusCode()).isEqualTo(500);
    assertThat(refused.message()).isEqualTo("late");
    var allowed = (AdmissionDecision.Allowed) Decisions.undecidedAllowed("late", "deadline");
    assertThat(allowed.warnings()).containsExactly("late");
    assertThat(allowed.auditAnnotations()).isEqualTo(Map.of("failure", "deadline"));
  }
}

package dev.sekisho.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicyRevision;
import dev.sekisho.policies.model.Violation;
import java.util.List;
import java.util.Map;
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

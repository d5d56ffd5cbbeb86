package dev.sekisho.policies.model;

import static dev.sekisho.policies.model.PolicyDraft.policy;
import static dev.sekisho.policies.model.PolicyDraft.policyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionsTest {

  private static final Exemption ALL = exemption(List.of(), List.of(), List.of());
  private static final Requester ALICE = new Requester("alice", Set.of("devs"));

  private static Exemption exemption(
      List<String> namespaces, List<String> checks, List<String> subjects) {
    return new Exemption(
        namespaces.stream().map(Glob::new).toList(),
        checks,
        Optional.empty(),
        subjects.stream().map(Glob::new).toList(),
        "because",
        Optional.empty());
  }

  private static Exemption until(String time) {
    return new Exemption(
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        "because",
        Optional.of(Instant.parse(time)));
  }

  private static Violation violation(String policy, String rule, Enforcement enforcement) {
    return new Violation(policy, rule, "spec", "message", enforcement);
  }

  private static PolicySet set(PolicyDraft... drafts) {
    return PolicySet.of(Stream.of(drafts).map(PolicyDraft::build).toList());
  }

  /** Whether a violation of the policy {@code strict} by Alice's object in qa is lifted. */
  private static boolean lifts(Exemption exemption, String rule) {
    return lifted(
        set(policy("strict"), policy("lax").exempting(exemption)),
        violation(PolicyDraft.id("strict"), rule, Enforcement.DENY),
        Optional.of(ALICE));
  }

  private static boolean lifted(
      PolicySet policies, Violation violation, Optional<Requester> requester) {
    return Exemptions.filter(
            List.of(violation),
            NamespaceFacts.unknown("qa"),
            () -> Map.of("app", "shop"),
            requester,
            policies)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hosts, hosts.unlisted, true",
    "hosts, hosts, true",
    "hosts.tls, hosts.tls.required, true",
    "hosts.unlisted, hosts.unlisted, true",
    "hosts.unlisted, hosts.deny, false",
    "hosts.unlisted, hosts, false",
    "hosts, hostsmore, false",
    "secrets, hosts.unlisted, false",
    "rules.limits, rules.limits, true",
    "rules.limits, rules.limits.cpu, false",
    "rules, rules.limits, true",
  })
  void aKeyPathCoversAllBelowIt(String check, String rule, boolean lifted) {
    assertThat(lifts(exemption(List.of(), List.of(check), List.of()), rule)).isEqualTo(lifted);
    assertThat(lifts(exemption(List.of(), List.of("mesh", check), List.of()), rule))
        .isEqualTo(lifted);
  }

  @Test
  void whatIsAbsentSaysNothing() {
    assertThat(lifts(ALL, "hosts.deny")).isTrue();
  }

  @Test
  void namespacesAreGlobs() {
    assertThat(lifts(exemption(List.of("shop", "q?"), List.of(), List.of()), "hosts")).isTrue();
    assertThat(lifts(exemption(List.of("shop"), List.of(), List.of()), "hosts")).isFalse();
  }

  @Test
  void theSelectorIsOverTheObject() {
    assertThat(lifts(selecting("shop"), "hosts")).isTrue();
    assertThat(lifts(selecting("bank"), "hosts")).isFalse();
  }

  private static Exemption selecting(String app) {
    return new Exemption(
        List.of(),
        List.of(),
        Optional.of(new LabelSelector(Map.of("app", app), List.of())),
        List.of(),
        "because",
        Optional.empty());
  }

  @Test
  void subjectsAreUsersAndGroups() {
    assertThat(lifts(exemption(List.of(), List.of(), List.of("al*")), "hosts")).isTrue();
    assertThat(lifts(exemption(List.of(), List.of(), List.of("group:devs")), "hosts")).isTrue();
    assertThat(lifts(exemption(List.of(), List.of(), List.of("devs", "bob")), "hosts")).isFalse();
  }

  @Test
  void routingIgnoresExemptionsWithSubjects() {
    var any = exemption(List.of(), List.of(), List.of("*"));
    var violation = violation(PolicyDraft.id("p"), "hosts.deny", Enforcement.DENY);
    assertThat(lifted(set(policy("p").exempting(any)), violation, Optional.of(ALICE))).isTrue();
    assertThat(lifted(set(policy("p").exempting(any)), violation, Optional.empty())).isFalse();
    assertThat(lifted(set(policy("p").exempting(ALL)), violation, Optional.empty())).isTrue();
  }

  @Test
  void theyCountWhereTheirPolicyMatches() {
    var violation = violation(PolicyDraft.id("strict"), "hosts.deny", Enforcement.DENY);
    var elsewhere = policy("lax").namespaces("shop").exempting(ALL);
    assertThat(lifted(set(policy("strict"), elsewhere), violation, Optional.of(ALICE))).isFalse();
    var others = policy("lax").excludeSubjects("alice").exempting(ALL);
    assertThat(lifted(set(policy("strict"), others), violation, Optional.of(ALICE))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // enforcement of the policy that exempts, of the one that is violated
    "DENY, DENY, true",
    "DENY, WARN, true",
    "DENY, DRYRUN, true",
    "WARN, DENY, false",
    "WARN, WARN, true",
    "WARN, DRYRUN, true",
    "DRYRUN, DENY, false",
    "DRYRUN, WARN, false",
    "DRYRUN, DRYRUN, true",
  })
  void theyCountAgainstNoStricterPolicies(
      Enforcement exempting, Enforcement violated, boolean lifted) {
    var policies = set(policy("p"), policy("lax").enforcement(exempting).exempting(ALL));
    assertThat(
            lifted(
                policies,
                violation(PolicyDraft.id("p"), "hosts.deny", violated),
                Optional.of(ALICE)))
        .isEqualTo(lifted);
  }

  @Test
  void aNamespacesOwnPolicyComesAfter() {
    var policies = set(policyOf("qa", "own"), policy("p").exempting(ALL));
    var own = violation("qa/policies/own", "hosts.deny", Enforcement.DENY);
    assertThat(lifted(policies, own, Optional.of(ALICE))).isFalse();
  }

  @Test
  void whatANamespaceExemptsIsNothing() {
    var violation = violation(PolicyDraft.id("p"), "hosts.deny", Enforcement.DENY);
    assertThat(
            lifted(
                set(policy("p"), policyOf("qa", "own").exempting(ALL)),
                violation,
                Optional.of(ALICE)))
        .as("the parser refuses it, and the model doesn't trust that")
        .isFalse();
  }

  @Test
  void whatNeedsNoPolicyIsNotExempt() {
    var warning = violation("", "hosts", Enforcement.WARN);
    assertThat(lifted(set(policy("p").exempting(ALL)), warning, Optional.of(ALICE))).isFalse();
  }

  @Test
  void onlyWhatIsExemptGoes() {
    var a = violation(PolicyDraft.id("p"), "hosts.unlisted", Enforcement.DENY);
    var b = violation(PolicyDraft.id("p"), "hosts.deny", Enforcement.DENY);
    var c = violation(PolicyDraft.id("p"), "hosts.empty", Enforcement.DENY);
    var policies =
        set(policy("p").exempting(exemption(List.of(), List.of("hosts.deny"), List.of())));
    assertThat(
            Exemptions.filter(
                List.of(a, b, c),
                NamespaceFacts.unknown("qa"),
                Map::of,
                Optional.of(ALICE),
                policies))
        .containsExactly(a, c);
  }

  @Test
  void theyEndWhenTheyExpire() {
    var one = until("2027-01-01T00:00:00Z");
    var two = until("2027-02-01T00:00:00Z");
    var policies = set(policy("a").exempting(one).exempting(ALL), policy("b").exempting(two));

    assertThat(policies.nextExpiry()).isEqualTo(one.expires());
    assertThat(policies.at(Instant.parse("2026-12-31T23:59:59.999999999Z"))).isSameAs(policies);

    var later = policies.at(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(later.policies().getFirst().exemptions()).containsExactly(ALL);
    assertThat(later.policies().getLast().exemptions()).containsExactly(two);
    assertThat(later.nextExpiry()).isEqualTo(two.expires());
    assertThat(later.revision())
        .isNotEqualTo(policies.revision())
        .isEqualTo(set(policy("a").exempting(ALL), policy("b").exempting(two)).revision());

    var last = later.at(Instant.parse("2030-01-01T00:00:00Z"));
    assertThat(last.nextExpiry()).isEmpty();
    assertThat(last.policies().getLast().exemptions()).isEmpty();
    assertThat(policies.at(Instant.parse("2030-01-01T00:00:00Z")).revision())
        .isEqualTo(last.revision());
  }
}

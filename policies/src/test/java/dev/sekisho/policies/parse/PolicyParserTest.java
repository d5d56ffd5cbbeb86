package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.FULL;
import static dev.sekisho.policies.parse.Documents.OWN;
import static dev.sekisho.policies.parse.Documents.hosts;
import static dev.sekisho.policies.parse.Documents.only;
import static dev.sekisho.policies.parse.Documents.parse;
import static dev.sekisho.policies.parse.Documents.parseSkipping;
import static dev.sekisho.policies.parse.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.AnnotationRules;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Exemption;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.HostRules;
import dev.sekisho.policies.model.HostRules.Uniqueness;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.LabelSelector.Operator;
import dev.sekisho.policies.model.LabelSelector.Requirement;
import dev.sekisho.policies.model.PatternTemplate;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicyId;
import dev.sekisho.policies.model.PolicyMatch;
import dev.sekisho.policies.model.TlsRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {

  @Test
  void readsEveryKey() {
    var match =
        new PolicyMatch(
            List.of(new Glob("qa"), new Glob("team-*")),
            Optional.of(
                new LabelSelector(
                    Map.of("tier", "edge", "example.org/zone", ""),
                    List.of(
                        new Requirement("env", Operator.IN, List.of("qa", "staging")),
                        new Requirement("legacy", Operator.DOES_NOT_EXIST, List.of())))),
            List.of(),
            List.of(new Glob("kube-*")),
            List.of(new Glob("group:admins")));
    var hosts =
        new HostRules(
            List.of(
                PatternTemplate.of("*.${namespace}.acmecorp.com"),
                PatternTemplate.of("*.internal.acmecorp.com")),
            List.of(PatternTemplate.of("admin.acmecorp.com")),
            Optional.of("ingress-whitelist"),
            false,
            false,
            true,
            false,
            Optional.of("team"),
            Uniqueness.HOST_AND_PATH,
            Optional.of(List.of("sekisho", "nginx")),
            new TlsRules(true, false),
            new AnnotationRules(
                List.of(new Glob("nginx.ingress.kubernetes.io/*-snippet")),
                Map.of("kubernetes.io/ingress.allow-http", "false")),
            List.of());

    assertThat(only(parse(FULL)))
        .isEqualTo(
            new Policy(
                new PolicyId(OWN, "policies", "edge"),
                Policy.Scope.PLATFORM,
                Enforcement.WARN,
                match,
                Optional.of(hosts),
                Optional.of(SecretsSectionTest.FULL),
                Optional.of(MeshSectionTest.FULL),
                List.of(),
                List.of(),
                List.of(
                    new Exemption(
                        List.of(new Glob("legacy")),
                        List.of("hosts.unlisted", "rules.limits"),
                        Optional.of(new LabelSelector(Map.of("app", "shop"), List.of())),
                        List.of(),
                        "moves in Q1",
                        Optional.of(Instant.parse("2027-01-01T00:00:00Z"))))));
  }

  @Test
  void absentHostsAreNoOpinion() {
    var policy = only(parse(policy("edge", "enforcement: deny")));

    assertThat(policy.hosts()).isEmpty();
    assertThat(policy.secrets()).isEmpty();
    assertThat(policy.mesh()).isEmpty();
    assertThat(policy.match()).isEqualTo(PolicyMatch.ALL);
  }

  @Test
  void enforcementIsDenyByDefault() {
    assertThat(only(parse(policy("edge", "hosts: {}"))).enforcement()).isEqualTo(Enforcement.DENY);
  }

  @Test
  void conflictsAndEmptyAreDeniedWhereverHostsStands() {
    var hosts = hosts("hosts: {}");

    assertThat(hosts.conflictsDenied()).isTrue();
    assertThat(hosts.emptyDenied()).isTrue();
    assertThat(hosts.unlistedDenied()).isFalse();
    assertThat(hosts.wildcardDenied()).isFalse();
    assertThat(hosts.unique()).isEqualTo(Uniqueness.NONE);
    assertThat(hosts.ingressClasses()).isEmpty();
    assertThat(hosts.ownerLabel()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow: [a.example]", "allow: []", "allowFromNamespaceAnnotation: hosts"})
  void unlistedIsDeniedWhereSomethingIsListed(String key) {
    assertThat(hosts("hosts: {" + key + "}").unlistedDenied()).isTrue();
    assertThat(hosts("hosts: {" + key + ", unlisted: allow}").unlistedDenied()).isFalse();
  }

  @Test
  void denyAloneListsNothing() {
    assertThat(hosts("hosts: {deny: [a.example]}").unlistedDenied()).isFalse();
    assertThat(hosts("hosts: {unlisted: deny}").unlistedDenied()).isTrue();
  }

  @Test
  void aPolicyWithSubjectsMayDeny() {
    var policy =
        only(
            parse(
                policy(
                    "ci",
                    """
                    match:
                      subjects: ["system:serviceaccount:ci:*", "group:CN=build farm"]
                      exclude: {subjects: []}
                    hosts: {deny: [a.example], wildcard: deny, unlisted: deny, unique: host}
                    """)));

    assertThat(policy.match().hasSubjects()).isTrue();
  }

  @Test
  void readsSeveralDocumentsAndSkipsEmptyOnes() {
    var result =
        parse(
            "# nothing\n---\n---\n"
                + policy("one", "hosts: {}")
                + "---\n# only a comment\n---\n"
                + policy("two", "hosts: {}")
                + "...\n# the end\n");

    assertThat(result.problems()).isEmpty();
    assertThat(result.policies()).extracting(p -> p.id().name()).containsExactly("one", "two");
  }

  @Test
  void textOfNothingHoldsNothing() {
    for (String text :
        List.of("", "\n", "\uFEFF", "# c", "---\n", "---\n---\n...\n", "...\n...\n")) {
      assertThat(parse(text)).as(text).isEqualTo(new ParseResult(List.of(), List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void otherLineBreaksAndAByteOrderMarkChangeNothing(String lineBreak) {
    var text = "\uFEFF" + (FULL + "---\n" + policy("b", "hosts: {}")).replace("\n", lineBreak);

    assertThat(parse(text).problems()).isEmpty();
    assertThat(parse(text).policies())
        .isEqualTo(parse(FULL + "---\n" + policy("b", "hosts: {}")).policies());
  }

  @Test
  void joinedFilesMayEachBeginWithAByteOrderMark() {
    var text = "\uFEFF" + policy("a", "hosts: {}") + "\uFEFF---\n" + policy("b", "hosts: {}");

    assertThat(parse(text).problems()).isEmpty();
    assertThat(parse(text).policies()).hasSize(2);
  }

  @Test
  void readsJson() {
    var text =
        """
        {\t"apiVersion": "sekisho.dev\\/v1alpha1", "kind": "Policy",
        \t"metadata": {"name": "edge"}, "spec": {"hosts": {"deny": ["*.example"]}}}
        """;

    assertThat(only(parse(text)).hosts().orElseThrow().deny())
        .containsExactly(PatternTemplate.of("*.example"));
  }

  @Test
  void anchorsAndMergeKeysWork() {
    var hosts =
        hosts(
            """
            match: {namespaces: &names [qa, dev], exclude: {namespaces: *names}}
            hosts:
              <<: [{unlisted: deny, empty: allow}, {empty: deny, wildcard: deny}]
              unlisted: allow
            """);

    assertThat(hosts.unlistedDenied()).isFalse();
    assertThat(hosts.emptyDenied()).isFalse();
    assertThat(hosts.wildcardDenied()).isTrue();
  }

  @Test
  void skipsDocumentsOfOtherKindsWhereAsked() {
    var mixed =
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: qa}\n---\nnot: [closed\n---\n- a list\n---\n"
            + policy("edge", "hosts: {unlsted: deny}");

    assertThat(parseSkipping(mixed).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "edge.yaml:13:11 spec.hosts.unlsted: unknown key, did you mean \"unlisted\"?");
    assertThat(parse(mixed).problems()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: sekisho.dev/v1alpha1\nkind: Policy\nmetadata: [",
        "{\n  \"apiVersion\": \"sekisho.dev/v1alpha1\",\n  \"metadata\": ["
      })
  void brokenPoliciesAreNotTakenForOtherKinds(String text) {
    assertThat(parseSkipping(text).problems()).hasSize(1);
  }

  @Test
  void aConfigMapWithPoliciesInsideIsAnotherKind() {
    var text =
        "kind: ConfigMap\ndata:\n  a.yaml: |\n    apiVersion: sekisho.dev/v1alpha1\nbroken: [\n";

    assertThat(parseSkipping(text).problems()).isEmpty();
  }

  @Test
  void goodDocumentsBesideWrongOnesAreReadToo() {
    var result = parse(policy("a", "hosts: {}") + "---\n" + policy("b", "hosts: {x: 1}"));

    assertThat(result.policies()).extracting(p -> p.id().name()).containsExactly("a");
    assertThat(result.problems()).hasSize(1);
  }
}

package dev.sekisho.policies.mesh;

import static dev.sekisho.policies.mesh.MeshPolicies.API;
import static dev.sekisho.policies.mesh.MeshPolicies.SHOP;
import static dev.sekisho.policies.mesh.MeshPolicies.call;
import static dev.sekisho.policies.mesh.MeshPolicies.ofApi;
import static dev.sekisho.policies.mesh.MeshPolicies.ofShop;
import static dev.sekisho.policies.mesh.MeshPolicies.plaintext;
import static dev.sekisho.policies.mesh.MeshPolicies.platform;
import static dev.sekisho.policies.mesh.MeshPolicies.principal;
import static dev.sekisho.policies.mesh.MeshPolicies.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.model.Policy;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What several policies say together. */
class MeshRulesTest {

  private static final String WEB = principal("shop", "web");
  private static final String JOB = principal("batch", "job");

  private static Policy strict(String name) {
    return platform(name, "mesh: {mtls: {mode: STRICT}}");
  }

  @Test
  void withoutPoliciesAllIsTaken() {
    assertThat(MeshRules.NONE.rulesFor(SHOP, API)).isEqualTo(WorkloadMesh.UNRULED);
    assertThat(ofApi(platform("a", "mesh: {}"))).isEqualTo(WorkloadMesh.UNRULED);
    assertThat(ofApi(platform("a", "hosts: {}"))).isEqualTo(WorkloadMesh.UNRULED);
    assertThat(WorkloadMesh.UNRULED.permits(plaintext(80))).isTrue();
    assertThat(WorkloadMesh.UNRULED.permits(call(WEB, 80))).isTrue();
  }

  @Test
  void theStrictestModeCounts() {
    var permissive = platform("a", "mesh: {mtls: {mode: PERMISSIVE}}");
    var disabled = platform("b", "mesh: {mtls: {mode: DISABLE}}");

    assertThat(ofApi(disabled).mode()).isEqualTo(MtlsMode.DISABLE);
    assertThat(ofApi(permissive, disabled).mode()).isEqualTo(MtlsMode.PERMISSIVE);
    assertThat(ofApi(permissive, disabled, strict("c")).mode()).isEqualTo(MtlsMode.STRICT);
    assertThat(ofApi(disabled, ofShop("s", "mesh: {mtls: {mode: STRICT}}")).mode())
        .isEqualTo(MtlsMode.STRICT);
  }

  @Test
  void theyTellWhetherAModeIsAskedForAnywhere() {
    var one = rules(platform("a", "mesh: {mtls: {mode: STRICT, ports: {9090: DISABLE}}}"));
    assertThat(one.ask(MtlsMode.STRICT)).isTrue();
    assertThat(one.ask(MtlsMode.DISABLE)).isTrue();
    assertThat(one.ask(MtlsMode.PERMISSIVE)).isFalse();
    assertThat(MeshRules.NONE.ask(MtlsMode.PERMISSIVE)).isFalse();
  }

  @Test
  void ofEachPortTheStrictestThatAnyPolicySaysOfIt() {
    var open =
        platform("a", "mesh: {mtls: {mode: STRICT, ports: {8080: PERMISSIVE, 9090: DISABLE}}}");

    assertThat(ofApi(open).ports())
        .isEqualTo(Map.of(8080, MtlsMode.PERMISSIVE, 9090, MtlsMode.DISABLE));
    // Another policy's word for all ports is its word for these, too.
    assertThat(ofApi(open, platform("b", "mesh: {mtls: {mode: PERMISSIVE}}")).ports())
        .isEqualTo(Map.of(8080, MtlsMode.PERMISSIVE, 9090, MtlsMode.PERMISSIVE));
    assertThat(ofApi(open, platform("b", "mesh: {mtls: {ports: {8080: STRICT}}}")).ports())
        .isEqualTo(Map.of(9090, MtlsMode.DISABLE));
    assertThat(ofApi(open, strict("b"))).isEqualTo(ofApi(strict("b")));
    // A policy that speaks of one port has no opinion about the others.
    assertThat(ofApi(platform("b", "mesh: {mtls: {ports: {9090: DISABLE}}}")))
        .isEqualTo(ofApi(platform("c", "mesh: {mtls: {ports: {9090: DISABLE, 80: PERMISSIVE}}}")));
  }

  @Test
  void callersOfPlatformPoliciesUnite() {
    var web = platform("web", "mesh: {allowFrom: [{principals: [\"*/ns/shop/sa/web\"]}]}");
    var job =
        platform("job", "mesh: {allowFrom: [{principals: [\"*/sa/job\"], to: {ports: [80]}}]}");

    assertThat(ofApi(web).permits(call(JOB, 80))).isFalse();
    assertThat(ofApi(web, job).permits(call(JOB, 80))).isTrue();
    assertThat(ofApi(web, job).permits(call(JOB, 81))).isFalse();
    assertThat(ofApi(web, job).permits(call(WEB, 81))).isTrue();
    assertThat(ofApi(web, job).allow()).hasSize(1);
    assertThat(ofApi(web, job).allow().getFirst())
        .extracting(rule -> rule.policy().name() + rule.index())
        .containsExactly("job0", "web0");
    // One that has no list has no opinion: it lets nobody in, and keeps nobody out.
    assertThat(ofApi(web, strict("a")).permits(call(JOB, 80))).isFalse();
  }

  @Test
  void callersOfANamespacesOwnPoliciesOnlyNarrow() {
    var all = platform("p", "mesh: {allowFrom: [{principals: [\"*/ns/shop/*\", \"*/sa/job\"]}]}");
    var web = ofShop("a", "mesh: {allowFrom: [{principals: [\"*/sa/web\"]}]}");
    var other =
        ofShop(
            "b",
            "mesh: {allowFrom: [{principals: [\"*/ns/shop/*\"]}, {principals: [\"*/sa/evil\"]}]}");

    assertThat(ofApi(all, web).permits(call(WEB, 80))).isTrue();
    assertThat(ofApi(all, web).permits(call(JOB, 80))).isFalse();
    assertThat(ofApi(all, other).permits(call(principal("x", "evil"), 80))).isFalse();
    assertThat(ofApi(all, web, other).allow()).hasSize(3);
    assertThat(ofApi(web, other).permits(call(principal("shop", "db"), 80))).isFalse();
    assertThat(ofApi(web).permits(call(principal("x", "web"), 80))).isTrue();
  }

  @Test
  void anEmptyListLetsNobodyInUnlessAnotherOneDoes() {
    var nobody = platform("a", "mesh: {allowFrom: []}");
    var everybody = platform("b", "mesh: {allowFrom: [{principals: [\"*\"]}]}");

    assertThat(ofApi(nobody).permits(call(WEB, 80))).isFalse();
    assertThat(ofApi(nobody, everybody).permits(call(WEB, 80))).isTrue();
    assertThat(ofApi(everybody, ofShop("a", "mesh: {allowFrom: []}")).permits(call(WEB, 80)))
        .isFalse();
  }

  @Test
  void whoShowsNoCertificateIsInNoList() {
    var everybody = ofApi(platform("b", "mesh: {allowFrom: [{principals: [\"*\"]}]}"));

    assertThat(everybody.mode()).isEqualTo(MtlsMode.PERMISSIVE);
    assertThat(everybody.permits(plaintext(80))).isFalse();
  }

  @Test
  void theModeSaysWhatIsTaken() {
    var mesh =
        ofApi(platform("a", "mesh: {mtls: {mode: STRICT, ports: {1: PERMISSIVE, 2: DISABLE}}}"));

    assertThat(mesh.permits(plaintext(80))).isFalse();
    assertThat(mesh.permits(call(WEB, 80))).isTrue();
    assertThat(mesh.permits(plaintext(1))).isTrue();
    assertThat(mesh.permits(call(WEB, 1))).isTrue();
    assertThat(mesh.permits(plaintext(2))).isTrue();
    assertThat(mesh.permits(call(WEB, 2))).isFalse();
  }

  @Test
  void allThatAnEntrySaysMustMatch() {
    var mesh =
        ofApi(
            platform(
                "a",
                """
                mesh:
                  allowFrom:
                  - {principals: ["*/sa/web"], to: {ports: [9080], methods: [GET, "P*T"], paths: ["/api/*"]}}
                  - {principals: ["*/sa/probe"], to: {paths: [/health]}}
                """));

    assertThat(mesh.permits(call(WEB, 9080, "GET", "/api/v1"))).isTrue();
    assertThat(mesh.permits(call(WEB, 9080, "POST", "/api/v1"))).isTrue();
    assertThat(mesh.permits(call(WEB, 9080, "PATCH", "/api/v1"))).isFalse();
    assertThat(mesh.permits(call(WEB, 9080, "GET", "/apis"))).isFalse();
    assertThat(mesh.permits(call(WEB, 9081, "GET", "/api/v1"))).isFalse();
    assertThat(mesh.permits(call(JOB, 9080, "GET", "/api/v1"))).isFalse();
    assertThat(mesh.permits(call(WEB, 9080))).as("what isn't HTTP").isFalse();
    assertThat(mesh.permits(call(WEB, 80, "GET", "/health"))).isFalse();
    assertThat(mesh.permits(call(principal("a", "probe"), 80, "ANY", "/health"))).isTrue();
  }

  @Test
  void anEntryThatNeedsHttpSaysSo() {
    var list =
        ofApi(
                platform(
                    "a",
                    """
                    mesh:
                      allowFrom:
                      - {principals: ["*"], to: {ports: [80]}}
                      - {principals: ["*"], to: {methods: [GET]}}
                      - {principals: ["*"], to: {paths: ["/*"]}}
                      - {principals: ["*"], to: {}}
                    """))
            .allow()
            .getFirst();

    assertThat(list.stream().map(r -> r.to().map(CallerRule.Operations::needsHttp).orElse(false)))
        .containsExactly(false, true, true, false);
    assertThat(list.getLast().to()).isEmpty();
  }

  @Test
  void workloadsArePickedByTheirLabels() {
    var api =
        platform(
            "a", "mesh: {workloads: {selector: {matchLabels: {app: api}}}, mtls: {mode: STRICT}}");
    var all = platform("b", "mesh: {mtls: {ports: {80: DISABLE}}}");
    var mesh = rules(api, all).in(SHOP);

    assertThat(mesh.of(API)).isEqualTo(ofApi(api));
    assertThat(mesh.of(Map.of("app", "web"))).isEqualTo(ofApi(all)).isSameAs(mesh.of(Map.of()));
    assertThat(rules(api).in(SHOP).of(Map.of())).isEqualTo(WorkloadMesh.UNRULED);
  }

  @Test
  void namespacesArePickedAsEverywhere() {
    var policy =
        platform(
            "a",
            """
            match:
              namespaces: ["sh*", "qa"]
              namespaceSelector: {matchLabels: {tier: front}}
              exclude: {namespaces: [shed], subjects: [jane]}
            mesh: {mtls: {mode: STRICT}}
            """);
    var front = Map.of("tier", "front");

    assertThat(ofApi(policy).mode()).isEqualTo(MtlsMode.STRICT);
    assertThat(modeIn(new NamespaceFacts("shed", front, Map.of()), policy))
        .isEqualTo(MtlsMode.PERMISSIVE);
    assertThat(modeIn(new NamespaceFacts("shop", Map.of(), Map.of()), policy))
        .isEqualTo(MtlsMode.PERMISSIVE);
    assertThat(modeIn(new NamespaceFacts("batch", front, Map.of()), policy))
        .isEqualTo(MtlsMode.PERMISSIVE);
    var own = ofShop("a", "mesh: {mtls: {mode: STRICT}}");
    assertThat(ofApi(own).mode()).isEqualTo(MtlsMode.STRICT);
    assertThat(modeIn(NamespaceFacts.unknown("qa"), own)).isEqualTo(MtlsMode.PERMISSIVE);
  }

  private static MtlsMode modeIn(NamespaceFacts namespace, Policy policy) {
    return rules(policy).rulesFor(namespace, API).mode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "dryrun"})
  void whatDoesNotDenyHasNoSay(String enforcement) {
    var trial =
        platform(
            "a",
            """
            enforcement: %s
            mesh:
              mtls: {mode: STRICT}
              allowFrom: [{principals: ["*/sa/web"]}]
            """
                .formatted(enforcement));
    var job = platform("b", "mesh: {allowFrom: [{principals: [\"*/sa/job\"]}]}");

    assertThat(MeshRules.hasSay(trial)).isFalse();
    assertThat(ofApi(trial)).isEqualTo(WorkloadMesh.UNRULED);
    assertThat(ofApi(trial, job)).as("nor does it add callers").isEqualTo(ofApi(job));
  }

  @Test
  void exemptionsChangeNothing() {
    var exempting =
        platform("a", "exemptions: [{reason: x}]\nmesh: {mtls: {mode: STRICT}, allowFrom: []}");

    assertThat(ofApi(exempting).mode()).isEqualTo(MtlsMode.STRICT);
    assertThat(ofApi(exempting).permits(call(WEB, 80))).isFalse();
  }

  @Test
  void namespacesAreEqualWherePoliciesSayTheSame() {
    var strict = strict("a");
    var elsewhere = platform("b", "match: {namespaces: [qa]}\nmesh: {allowFrom: []}");

    assertThat(rules(strict).in(SHOP))
        .isEqualTo(rules(strict, elsewhere).in(SHOP))
        .hasSameHashCodeAs(rules(strict, elsewhere).in(SHOP))
        .isNotEqualTo(rules(strict, elsewhere).in(NamespaceFacts.unknown("qa")));
  }

  @Test
  void aNamespaceThatAsksForLessThanThePlatformIsTold() {
    var above = platform("p", "mesh: {mtls: {mode: STRICT, ports: {8080: PERMISSIVE}}}");
    var own =
        ofShop(
            "o",
            "mesh: {mtls: {mode: PERMISSIVE, ports: {80: PERMISSIVE, 81: STRICT, 8080: PERMISSIVE}}}");

    assertThat(rules(above, own).in(SHOP).weaker().stream().map(w -> w.path() + ": " + w.message()))
        .containsExactly(
            "spec.mesh.mtls.mode: PERMISSIVE is weaker than STRICT, which the platform's policies"
                + " ask of these workloads: leave it out",
            "spec.mesh.mtls.ports.80: PERMISSIVE is weaker than STRICT, which the platform's"
                + " policies ask of these workloads: leave it out");
    assertThat(rules(above, own).in(SHOP).weaker()).allMatch(w -> w.policy().equals(own.id()));
    assertThat(ofApi(above, own)).isEqualTo(ofApi(above));
  }

  @Test
  void itIsNoMistakeWhereThePlatformSpeaksOfOtherWorkloads() {
    var own = ofShop("o", "mesh: {mtls: {mode: PERMISSIVE}}");
    var ofApi = "mesh: {workloads: {selector: {matchLabels: {app: api}}}, mtls: {mode: %s}}";

    assertThat(rules(own).in(SHOP).weaker()).isEmpty();
    assertThat(rules(own, platform("p", "mesh: {mtls: {mode: PERMISSIVE}}")).in(SHOP).weaker())
        .isEmpty();
    assertThat(rules(own, platform("p", ofApi.formatted("STRICT"))).in(SHOP).weaker()).isEmpty();
    assertThat(
            rules(
                    ofShop("o", ofApi.formatted("PERMISSIVE")),
                    platform("p", ofApi.formatted("STRICT")))
                .in(SHOP)
                .weaker())
        .hasSize(1);
    assertThat(
            rules(own, platform("p", "match: {namespaces: [qa]}\nmesh: {mtls: {mode: STRICT}}"))
                .in(SHOP)
                .weaker())
        .isEmpty();
  }

  @Test
  void theOrderOfPoliciesDoesNotMatter() {
    var a = platform("a", "mesh: {allowFrom: [{principals: [\"*/sa/a\"]}]}");
    var b = ofShop("b", "mesh: {allowFrom: [{principals: [\"*/sa/b\"]}]}");
    assertThat(MeshRules.of(PolicySet.of(List.of(a, b))).rulesFor(SHOP, API))
        .isEqualTo(MeshRules.of(PolicySet.of(List.of(b, a))).rulesFor(SHOP, API));
  }
}

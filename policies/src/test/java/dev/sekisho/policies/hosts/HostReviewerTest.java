package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicyDraft;
import dev.sekisho.policies.model.Violation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What admission says of a new Ingress, key by key of a policy's {@code hosts} section. */
class HostReviewerTest {

  private static final String WHITELIST = "ingress-whitelist";

  /** The cases of the tutorial that the messages come from. */
  @Nested
  class ReferenceCases {

    private final World world =
        World.under(policy("edge").allowFromAnnotation(WHITELIST))
            .annotated("qa", WHITELIST, "*.qa.acmecorp.com,*.internal.acmecorp.com")
            .annotated("production", WHITELIST, "*.acmecorp.com")
            .annotated("staging", WHITELIST, "*.acmecorp.com");

    private final IngressDraft inProduction =
        ingress("production/ingress-ok").host("signin.acmecorp.com", "/").createdAt(1);

    @Test
    void admitsAListedHost() {
      assertThat(world.create(inProduction)).isEmpty();
    }

    @Test
    void refusesAHostThatIsNotListed() {
      assertThat(world.create(ingress("qa/ingress-bad").host("acmecorp.com", "/")))
          .containsExactly(
              new Violation(
                  PolicyDraft.id("edge"),
                  "hosts.unlisted",
                  "spec.rules[0].host",
                  "invalid ingress host \"acmecorp.com\"",
                  Enforcement.DENY));
    }

    @Test
    void refusesAHostThatAnotherNamespaceHas() {
      world.stored(inProduction);
      assertThat(world.create(ingress("staging/ingress-ok").host("signin.acmecorp.com", "/")))
          .containsExactly(
              new Violation(
                  PolicyDraft.id("edge"),
                  "hosts.conflicts",
                  "spec.rules[0].host",
                  "invalid ingress host \"signin.acmecorp.com\""
                      + " (conflicts with production/ingress-ok)",
                  Enforcement.DENY));
    }

    @ParameterizedTest
    @CsvSource({
      "a.qa.acmecorp.com, true",
      "a.b.qa.acmecorp.com, true",
      "A.QA.ACMECORP.COM., true",
      "x.internal.acmecorp.com, true",
      "*.team.qa.acmecorp.com, true",
      "*.qa.acmecorp.com, true",
      "qa.acmecorp.com, false",
      "evilqa.acmecorp.com, false",
      "x.evilinternal.acmecorp.com, false",
      "*.acmecorp.com, false",
      "x.acmecorp.com, false",
      "a.qa.acmecorp.com.evil.com, false",
    })
    void aHostMustBeCoveredWholly(String host, boolean admitted) {
      assertThat(world.create(ingress("qa/front").host(host)).isEmpty()).isEqualTo(admitted);
    }
  }

  @Test
  void spacesInTheListOfANamespaceAreIgnored() {
    var world =
        World.under(policy("edge").allowFromAnnotation(WHITELIST))
            .annotated("qa", WHITELIST, "  *.qa.acmecorp.com ,\t*.internal.acmecorp.com,, \n");
    assertThat(world.create(ingress("qa/a").host("x.qa.acmecorp.com"))).isEmpty();
    assertThat(world.create(ingress("qa/a").host("x.internal.acmecorp.com"))).isEmpty();
    assertThat(world.rulesOfCreate(ingress("qa/a").host("x.com")))
        .containsExactly("hosts.unlisted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "acme com", "*com", "a.com:80", "https://a.com"})
  void aBrokenListAllowsNothing(String list) {
    var world =
        World.under(policy("edge").allowFromAnnotation(WHITELIST)).annotated("qa", WHITELIST, list);
    assertThat(world.rulesOfCreate(ingress("qa/a").host("a.com")))
        .containsExactly("hosts.unlisted");
  }

  @Test
  void aBrokenEntryLeavesTheOthersInForce() {
    var world =
        World.under(policy("edge").allowFromAnnotation(WHITELIST))
            .annotated("qa", WHITELIST, "a b, a.com, *c");
    assertThat(world.create(ingress("qa/a").host("a.com"))).isEmpty();
  }

  @Test
  void aNamespaceWithoutTheListHasNoHosts() {
    var world = World.under(policy("edge").allowFromAnnotation(WHITELIST));
    assertThat(world.messagesOfCreate(ingress("qa/a").host("a.com")))
        .containsExactly("invalid ingress host \"a.com\"");
  }

  @Test
  void theListOfANamespaceAddsToThatOfThePolicy() {
    var world =
        World.under(policy("edge").allowFromAnnotation(WHITELIST).allow("*.shared.com"))
            .annotated("qa", WHITELIST, "*.qa.com");
    assertThat(world.create(ingress("qa/a").host("x.shared.com").host("x.qa.com"))).isEmpty();
  }

  @Test
  void placeholderIsTheNamespaceOfTheObject() {
    var world =
        World.under(
            policy("edge")
                .allow("*.${namespace}.acmecorp.com", "${namespace}.acmecorp.com")
                .deny("admin.${namespace}.acmecorp.com"));
    assertThat(world.create(ingress("qa/a").host("x.qa.acmecorp.com").host("qa.acmecorp.com")))
        .isEmpty();
    assertThat(world.rulesOfCreate(ingress("shop/a").host("x.qa.acmecorp.com")))
        .containsExactly("hosts.unlisted");
    assertThat(world.rulesOfCreate(ingress("qa/a").host("admin.qa.acmecorp.com")))
        .containsExactly("hosts.deny");
    assertThat(world.create(ingress("shop/a").host("x.shop.acmecorp.com"))).isEmpty();
  }

  @Test
  void unlistedAllowLetsOtherHostsPass() {
    var world = World.under(policy("edge").allow("a.com").unlistedDenied(false));
    assertThat(world.create(ingress("qa/a").host("b.com"))).isEmpty();
  }

  @Test
  void unlistedDenyWithoutAnyListDeniesAll() {
    var world = World.under(policy("edge").unlistedDenied(true));
    assertThat(world.rulesOfCreate(ingress("qa/a").host("b.com")))
        .containsExactly("hosts.unlisted");
  }

  @ParameterizedTest
  @CsvSource({
    "admin.acmecorp.com, true",
    "ADMIN.acmecorp.com., true",
    "x.admin.acmecorp.com, false",
    "*.acmecorp.com, true", // some name of the set is denied
    "*.com, true",
    "*.ops.acmecorp.com, true",
    "x.ops.acmecorp.com, true",
    "*.x.ops.acmecorp.com, true",
    "ops.acmecorp.com, false",
    "shop.acmecorp.com, false",
    "*.shop.acmecorp.com, false",
  })
  void denyHitsWhatOverlaps(String host, boolean denied) {
    var world = World.under(policy("edge").deny("admin.acmecorp.com", "*.ops.acmecorp.com"));
    assertThat(world.rulesOfCreate(ingress("qa/a").host(host)))
        .isEqualTo(denied ? List.of("hosts.deny") : List.of());
  }

  @Test
  void denyWinsOverAllow() {
    var world = World.under(policy("edge").allow("*.acmecorp.com").deny("admin.acmecorp.com"));
    assertThat(world.messagesOfCreate(ingress("qa/a").host("admin.acmecorp.com")))
        .containsExactly("invalid ingress host \"admin.acmecorp.com\"");
  }

  @Test
  void wildcardsAreAllowedByDefaultWhereCovered() {
    var world = World.under(policy("edge").allow("*.acmecorp.com"));
    assertThat(world.create(ingress("qa/a").host("*.acmecorp.com"))).isEmpty();
  }

  @Test
  void wildcardDenyRefusesThemAll() {
    var world = World.under(policy("edge").allow("*.acmecorp.com").wildcardDenied(true));
    assertThat(world.rulesOfCreate(ingress("qa/a").host("*.x.acmecorp.com").tls("*.acmecorp.com")))
        .containsExactly("hosts.wildcard", "hosts.wildcard");
    assertThat(world.create(ingress("qa/a").host("x.acmecorp.com"))).isEmpty();
  }

  @Test
  void aRuleWithoutHostIsJudgedByEmpty() {
    var world = World.under(policy("edge").emptyDenied(true));
    var hostless =
        new Violation(
            PolicyDraft.id("edge"),
            "hosts.empty",
            "spec.rules[0]",
            "invalid ingress host \"*\"",
            Enforcement.DENY);
    assertThat(world.create(ingress("qa/a").hostless("/"))).containsExactly(hostless);
    assertThat(world.create(ingress("qa/a").host("", "/"))).containsExactly(hostless);
    assertThat(world.create(ingress("qa/a").defaultBackend()))
        .containsExactly(
            new Violation(
                PolicyDraft.id("edge"),
                "hosts.empty",
                "spec.defaultBackend",
                "invalid ingress host \"*\"",
                Enforcement.DENY));
  }

  @Test
  void aRuleWithoutHostIsJudgedByNoOtherListThanEmpty() {
    var strict =
        policy("edge").allow("a.com").deny("*.b.com", "*").wildcardDenied(true).emptyDenied(false);
    assertThat(World.under(strict).create(ingress("qa/a").hostless().defaultBackend())).isEmpty();
  }

  @Test
  void anIngressThatAsksForNothingViolatesNothing() {
    var world = World.under(policy("edge").allow("a.com").wildcardDenied(true));
    assertThat(world.create(ingress("qa/a"))).isEmpty();
    assertThat(world.create(ingress("qa/a").tls())).isEmpty();
  }

  @Test
  void tlsHostsAreClaimsToo() {
    var world =
        World.under(policy("edge").allow("*.a.com"))
            .stored(ingress("prod/x").host("x.a.com").createdAt(1));
    assertThat(world.create(ingress("qa/a").tls("w.a.com", "b.com").tls("x.a.com")))
        .extracting(Violation::rule, Violation::fieldPath, Violation::message)
        .containsExactly(
            tuple("hosts.unlisted", "spec.tls[0].hosts[1]", "invalid ingress host \"b.com\""),
            tuple(
                "hosts.conflicts",
                "spec.tls[1].hosts[0]",
                "invalid ingress host \"x.a.com\" (conflicts with prod/x)"));
  }

  @Test
  void everyViolationIsNamedInTheOrderOfTheDocument() {
    var world =
        World.under(
                policy("b").namespaces("qa").allow("*.a.com").ingressClasses("nginx"),
                policy("a").deny("*.c.com").wildcardDenied(true))
            .stored(ingress("prod/x").host("x.a.com").createdAt(1).ingressClass("other"));
    var draft =
        ingress("qa/a")
            .ingressClass("other")
            .host("b.com")
            .host("*.c.com")
            .host("x.a.com")
            .host("bad_host")
            .hostOf(IntNode.valueOf(7))
            .host("fine.a.com")
            .tls("d.com");
    assertThat(world.create(draft))
        .extracting(v -> v.policy().replaceAll(".*/", "") + " " + v.rule() + " " + v.fieldPath())
        .containsExactly(
            "b hosts.ingressClasses spec.ingressClassName",
            "b hosts.unlisted spec.rules[0].host",
            "a hosts.deny spec.rules[1].host",
            "a hosts.wildcard spec.rules[1].host",
            "b hosts.unlisted spec.rules[1].host",
            "a hosts.conflicts spec.rules[2].host",
            "b hosts.conflicts spec.rules[2].host",
            "a hosts spec.rules[3].host",
            "b hosts spec.rules[3].host",
            "a hosts spec.rules[4].host",
            "b hosts spec.rules[4].host",
            "b hosts.unlisted spec.tls[0].hosts[0]");
  }

  @Test
  void theTenthRuleComesAfterTheSecond() {
    var draft = ingress("qa/a");
    for (int i = 0; i < 12; i++) {
      draft.host("x" + i + ".com");
    }
    assertThat(World.under(policy("p").allow("a.com")).create(draft))
        .extracting(Violation::fieldPath)
        .containsExactlyElementsOf(
            IntStream.range(0, 12).mapToObj(i -> "spec.rules[" + i + "].host").toList());
  }

  @Nested
  class IngressClasses {

    private final World world = World.under(policy("edge").ingressClasses("sekisho", "nginx"));

    @ParameterizedTest
    @CsvSource({"sekisho, true", "nginx, true", "haproxy, false", "Nginx, false", "ngin, false"})
    void byName(String name, boolean admitted) {
      assertThat(world.create(ingress("qa/a").ingressClass(name)).isEmpty()).isEqualTo(admitted);
      assertThat(world.create(ingress("qa/a").annotation("kubernetes.io/ingress.class", name)))
          .as("by the old annotation")
          .hasSize(admitted ? 0 : 1);
    }

    @Test
    void noneCountsAsTheDefaultClass() {
      assertThat(world.defaultClass("nginx").create(ingress("qa/a"))).isEmpty();
      assertThat(world.defaultClass("other").create(ingress("qa/a")))
          .extracting(Violation::rule, Violation::fieldPath)
          .containsExactly(tuple("hosts.ingressClasses", "spec.ingressClassName"));
      assertThat(world.create(ingress("qa/a").ingressClass("nginx"))).isEmpty();
    }

    @Test
    void noneAtAllIsNotAllowed() {
      assertThat(world.rulesOfCreate(ingress("qa/a"))).containsExactly("hosts.ingressClasses");
    }

    @Test
    void anEmptyListAllowsNone() {
      assertThat(World.under(policy("p").ingressClasses()).create(ingress("a/b").ingressClass("x")))
          .hasSize(1);
    }
  }

  @Nested
  class MalformedHosts {

    @ParameterizedTest
    @ValueSource(strings = {"bad_host.com", "a.com:80", "*foo.com", "a..com", "x.*.com"})
    void violateEveryPolicyAboutHosts(String host) {
      var world =
          World.under(
              policy("a").unlistedDenied(false),
              policy("b").enforcement(Enforcement.WARN),
              policy("c").withoutHosts(),
              policy("d").namespaces("other"));
      String message = "invalid ingress host \"" + host + "\"";
      assertThat(world.create(ingress("qa/a").host(host)))
          .containsExactly(
              new Violation(
                  PolicyDraft.id("a"), "hosts", "spec.rules[0].host", message, Enforcement.DENY),
              new Violation(
                  PolicyDraft.id("b"), "hosts", "spec.rules[0].host", message, Enforcement.WARN));
    }

    @Test
    void areWarnedOfWithoutAnyPolicy() {
      assertThat(World.under().create(ingress("qa/a").host("a_b").tls("c d")))
          .containsExactly(
              new Violation(
                  HostReviewer.NO_POLICY,
                  "hosts",
                  "spec.rules[0].host",
                  "invalid ingress host \"a_b\"",
                  Enforcement.WARN),
              new Violation(
                  HostReviewer.NO_POLICY,
                  "hosts",
                  "spec.tls[0].hosts[0]",
                  "invalid ingress host \"c d\"",
                  Enforcement.WARN));
    }

    @Test
    void numbersInPlaceOfHostsAreNoEmptyHosts() {
      var world = World.under(policy("edge").emptyDenied(false));
      assertThat(world.create(ingress("qa/a").hostOf(IntNode.valueOf(5))))
          .extracting(Violation::rule, Violation::fieldPath, Violation::enforcement)
          .containsExactly(tuple("hosts", "spec.rules[0].host", Enforcement.DENY));
    }
  }
}

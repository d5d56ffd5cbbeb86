package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.Enforcement.DENY;
import static dev.sekisho.policies.model.Enforcement.DRYRUN;
import static dev.sekisho.policies.model.Enforcement.WARN;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.PolicyDraft;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several policies at once, and where each of them applies. */
class HostReviewerCombiningTest {

  private static List<String> policiesViolated(World world, IngressDraft draft) {
    return world.create(draft).stream().map(v -> v.policy().replaceAll(".*/", "")).toList();
  }

  @Test
  void allowsUnite() {
    var world = World.under(policy("a").allow("a.com"), policy("b").allow("b.com"));
    assertThat(world.create(ingress("qa/x").host("a.com").host("b.com"))).isEmpty();
    assertThat(policiesViolated(world, ingress("qa/x").host("c.com"))).containsExactly("a", "b");
  }

  @Test
  void noTwoPatternsTogetherCoverAWildcard() {
    var world = World.under(policy("a").allow("*.x.a.com"), policy("b").allow("*.y.a.com"));
    assertThat(policiesViolated(world, ingress("qa/x").host("*.a.com"))).containsExactly("a", "b");
  }

  @Test
  void allowsOfPoliciesThatDontMatchDontCount() {
    var world =
        World.under(policy("a").allow("a.com"), policy("b").namespaces("shop").allow("b.com"));
    assertThat(policiesViolated(world, ingress("qa/x").host("b.com"))).containsExactly("a");
    assertThat(world.create(ingress("shop/x").host("b.com"))).isEmpty();
  }

  @Test
  void aPolicyWithoutListHasNoOpinionOnUnlisted() {
    var world = World.under(policy("a").allow("a.com"), policy("b").deny("x.com"));
    assertThat(policiesViolated(world, ingress("qa/x").host("b.com"))).containsExactly("a");
  }

  @Test
  void denialsUnite() {
    var world = World.under(policy("a").deny("a.com"), policy("b").deny("b.com").allow("*"));
    assertThat(policiesViolated(world, ingress("qa/x").host("a.com").host("b.com")))
        .containsExactly("a", "b");
  }

  @Test
  void unlistedAllowLosesToAnyDeny() {
    var world =
        World.under(policy("a").allow("a.com").unlistedDenied(false), policy("b").allow("b.com"));
    assertThat(policiesViolated(world, ingress("qa/x").host("c.com"))).containsExactly("b");
    assertThat(world.create(ingress("qa/x").host("a.com").host("b.com"))).isEmpty();
  }

  @Test
  void theStrictestModeWins() {
    var world =
        World.under(
                policy("lax").emptyDenied(false).conflictsDenied(false),
                policy("strict").wildcardDenied(true))
            .stored(ingress("prod/x").host("x.com").createdAt(1));
    assertThat(world.rulesOfCreate(ingress("qa/x").host("x.com").hostless().host("*.a.com")))
        .containsExactly("hosts.conflicts", "hosts.empty", "hosts.conflicts", "hosts.wildcard");
  }

  @Test
  void ingressClassesIntersect() {
    var world =
        World.under(
            policy("a").ingressClasses("x", "both"), policy("b").ingressClasses("both", "y"));
    assertThat(world.create(ingress("qa/i").ingressClass("both"))).isEmpty();
    assertThat(policiesViolated(world, ingress("qa/i").ingressClass("x"))).containsExactly("b");
    assertThat(policiesViolated(world, ingress("qa/i").ingressClass("y"))).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({
    // enforcement of the policy that allows a.com, of the one that doesn't, violated?
    "DENY, DENY, false",
    "DENY, WARN, false",
    "DENY, DRYRUN, false",
    "WARN, DENY, true",
    "WARN, WARN, false",
    "WARN, DRYRUN, false",
    "DRYRUN, DENY, true",
    "DRYRUN, WARN, true",
    "DRYRUN, DRYRUN, false",
  })
  void whatAPolicyAllowsCountsAgainstNoStricterOnes(
      Enforcement allowing, Enforcement other, boolean violated) {
    var world =
        World.under(
            policy("allowing").enforcement(allowing).allow("a.com"),
            policy("other").enforcement(other).allow("b.com"));
    assertThat(policiesViolated(world, ingress("qa/x").host("a.com")))
        .isEqualTo(violated ? List.of("other") : List.of());
    assertThat(world.stored(ingress("qa/x").host("a.com")).isRouted("qa/x"))
        .isEqualTo(!violated || other != DENY);
  }

  @Test
  void eachViolationHasTheEnforcementOfItsPolicy() {
    var world =
        World.under(
            policy("a").enforcement(WARN).deny("x.com"),
            policy("b").deny("x.com"),
            policy("c").enforcement(DRYRUN).deny("x.com"));
    assertThat(world.create(ingress("qa/x").host("x.com")))
        .extracting(v -> v.enforcement())
        .containsExactly(WARN, DENY, DRYRUN);
  }

  @Test
  void theStrictestAmongTheViolatedCountsNotAmongAll() {
    var world =
        World.under(
            policy("strict").deny("y.com"), policy("lenient").enforcement(WARN).deny("x.com"));
    assertThat(world.create(ingress("qa/x").host("x.com")))
        .extracting(v -> v.enforcement())
        .containsExactly(WARN);
    assertThat(world.stored(ingress("qa/x").host("x.com")).isRouted("qa/x")).isTrue();
    assertThat(world.create(ingress("qa/z").host("y.com").host("x.com")))
        .extracting(v -> v.enforcement())
        .containsExactly(DENY, WARN);
  }

  @Test
  void withoutAnyPolicyNothingIsEnforced() {
    var world = World.under().stored(ingress("prod/x").host("x.com").createdAt(1));
    var draft = ingress("qa/x").host("x.com").hostless().host("*.a.com").createdAt(2);
    assertThat(world.create(draft)).isEmpty();
    assertThat(world.stored(draft).isRouted("qa/x")).as("the ledger always decides").isFalse();
  }

  @Test
  void policiesWithoutHostsSectionSayNothingOfHosts() {
    var world = World.under(policy("a").withoutHosts());
    assertThat(world.create(ingress("qa/x").hostless().host("x.com"))).isEmpty();
  }

  @Nested
  class Match {

    @Test
    void namespacesAreGlobs() {
      var world = World.under(policy("p").namespaces("qa", "team-*").allow("a.com"));
      assertThat(world.create(ingress("qa/x").host("b.com"))).hasSize(1);
      assertThat(world.create(ingress("team-red/x").host("b.com"))).hasSize(1);
      assertThat(world.create(ingress("qa2/x").host("b.com"))).isEmpty();
      assertThat(world.create(ingress("steam-x/x").host("b.com"))).isEmpty();
    }

    @Test
    void namespaceAndSelectorMustBothMatch() {
      var world =
          World.under(policy("p").namespaces("q*").namespaceLabel("tier", "edge").allow("a.com"))
              .labelled("qa", Map.of("tier", "edge"))
              .labelled("qb", Map.of("tier", "core"))
              .labelled("shop", Map.of("tier", "edge"));
      assertThat(world.create(ingress("qa/x").host("b.com"))).hasSize(1);
      assertThat(world.create(ingress("qb/x").host("b.com"))).isEmpty();
      assertThat(world.create(ingress("shop/x").host("b.com"))).isEmpty();
    }

    @Test
    void eachPartOfExcludeSuffices() {
      var world =
          World.under(
              policy("p")
                  .excludeNamespaces("kube-*")
                  .excludeSubjects("root", "group:admins")
                  .allow("a.com"));
      var inKube = ingress("kube-system/x").host("b.com");
      var inQa = ingress("qa/x").host("b.com");
      assertThat(world.create(inQa)).hasSize(1);
      assertThat(world.create(inKube)).isEmpty();
      assertThat(world.as("root").create(inQa)).isEmpty();
      assertThat(world.as("bob", "devs", "admins").create(inQa)).isEmpty();
      assertThat(world.as("admins").create(inQa)).as("a user named like a group").hasSize(1);
      assertThat(world.as("bob", "root").create(inQa)).as("a group named like a user").hasSize(1);
    }

    @Test
    void subjectsAreAskedAtAdmissionOnly() {
      var world = World.under(policy("p").subjects("system:serviceaccount:ci:*").deny("x.com"));
      var draft = ingress("qa/x").host("x.com");
      assertThat(world.create(draft)).isEmpty();
      assertThat(world.as("system:serviceaccount:ci:deployer").create(draft)).hasSize(1);
      assertThat(world.stored(draft).isRouted("qa/x")).isTrue();
    }

    @Test
    void whatOthersAllowCountsForAPolicyWithSubjectsToo() {
      var world =
          World.under(
              policy("all").allow("a.com"), policy("ci").subjects("ci").unlistedDenied(true));
      assertThat(policiesViolated(world.as("ci"), ingress("qa/x").host("c.com")))
          .containsExactly("all", "ci");
      assertThat(world.as("ci").create(ingress("qa/x").host("a.com"))).isEmpty();
    }
  }

  @Nested
  class OwnerLabel {

    private final Map<String, String> shop = Map.of("team", "shop", "unit", "blue");

    private World world(String... labels) {
      var drafts =
          IntStream.range(0, labels.length)
              .mapToObj(i -> policy("p" + i).ownerLabel(labels[i]))
              .toArray(PolicyDraft[]::new);
      return World.under(drafts)
          .labelled("blue", shop)
          .labelled("green", Map.of("team", "shop", "unit", "green"))
          .labelled("bank", Map.of("team", "bank", "unit", "blue"))
          .labelled("shop", Map.of())
          .stored(ingress("blue/x").host("x.com").createdAt(1));
    }

    @Test
    void namespacesWithOneValueAreOneOwner() {
      var world = world("team");
      var green = ingress("green/x").host("x.com").createdAt(2);
      assertThat(world.create(green)).isEmpty();
      assertThat(world.stored(green).isRouted("green/x")).isTrue();
      assertThat(world.create(ingress("bank/x").host("x.com"))).hasSize(1);
      assertThat(world.create(ingress("shop/x").host("x.com")))
          .as("a namespace without the label, named like the value")
          .hasSize(1);
    }

    @Test
    void namespacesWithoutTheLabelAreNotOneOwner() {
      var world = world("team").stored(ingress("shop/y").host("y.com").createdAt(1));
      assertThat(world.create(ingress("unlabelled/y").host("y.com"))).hasSize(1);
      assertThat(world.create(ingress("shop/z").host("y.com"))).isEmpty();
    }

    @Test
    void theFirstPolicyByIdNamesTheLabel() {
      var world = world("unit", "team");
      assertThat(world.create(ingress("bank/x").host("x.com"))).isEmpty();
      assertThat(world.create(ingress("green/x").host("x.com"))).hasSize(2);
    }

    @Test
    void withoutItEachNamespaceIsItsOwn() {
      assertThat(
              World.under(policy("p"))
                  .labelled("blue", shop)
                  .labelled("green", shop)
                  .stored(ingress("blue/x").host("x.com"))
                  .create(ingress("green/x").host("x.com")))
          .hasSize(1);
    }
  }
}

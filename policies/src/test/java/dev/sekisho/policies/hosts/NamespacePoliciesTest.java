package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.Enforcement.DENY;
import static dev.sekisho.policies.model.Enforcement.DRYRUN;
import static dev.sekisho.policies.model.Enforcement.WARN;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static dev.sekisho.policies.model.PolicyDraft.policyOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The policies that a namespace has of its own: they come after the platform's and take away. */
class NamespacePoliciesTest {

  private static List<String> policiesViolated(World world, IngressDraft draft) {
    return world.create(draft).stream().map(Violation::policy).toList();
  }

  @Test
  void theyGovernTheirOwnNamespaceAlone() {
    var world = World.under(policyOf("qa", "own").deny("x.com"));
    assertThat(policiesViolated(world, ingress("qa/x").host("x.com")))
        .containsExactly("qa/policies/own");
    assertThat(world.create(ingress("shop/x").host("x.com"))).isEmpty();
    var stored = world.stored(ingress("qa/x").host("x.com"), ingress("shop/x").host("x.com"));
    assertThat(stored.isRouted("qa/x")).isFalse();
    assertThat(stored.isRouted("shop/x")).isTrue();
  }

  @Test
  void allowsIntersect() {
    var world =
        World.under(
            policy("platform").allow("*.acme.com"),
            policyOf("qa", "own").allow("a.acme.com", "b.com"));
    assertThat(world.create(ingress("qa/x").host("a.acme.com"))).isEmpty();
    assertThat(policiesViolated(world, ingress("qa/x").host("b.acme.com")))
        .as("in the platform's list alone")
        .containsExactly("qa/policies/own");
    assertThat(policiesViolated(world, ingress("qa/x").host("b.com")))
        .as("in its own list alone")
        .containsExactly("sekisho/policies/platform");
    assertThat(policiesViolated(world, ingress("qa/x").host("c.com"))).hasSize(2);
    assertThat(world.create(ingress("shop/x").host("b.acme.com"))).isEmpty();
  }

  @Test
  void allowsOfSeveralIntersectToo() {
    var world =
        World.under(
            policyOf("qa", "one").allow("a.com", "both.com"),
            policyOf("qa", "two").allow("both.com"));
    assertThat(world.create(ingress("qa/x").host("both.com"))).isEmpty();
    assertThat(policiesViolated(world, ingress("qa/x").host("a.com")))
        .containsExactly("qa/policies/two");
  }

  @Test
  void aListFromTheAnnotationIntersectsAsWell() {
    var world =
        World.under(
                policy("platform").allow("*.acme.com"),
                policyOf("qa", "own").allowFromAnnotation("hosts"))
            .annotated("qa", "hosts", "a.acme.com, b.com");
    assertThat(world.create(ingress("qa/x").host("a.acme.com"))).isEmpty();
    assertThat(world.create(ingress("qa/x").host("b.com"))).hasSize(1);
    assertThat(world.create(ingress("qa/x").host("b.acme.com"))).hasSize(1);
  }

  @Test
  void theirWarningWeakensNoDenial() {
    var world =
        World.under(
            policy("platform").deny("x.com"),
            policyOf("qa", "own").enforcement(WARN).deny("x.com"));
    assertThat(world.create(ingress("qa/x").host("x.com")))
        .extracting(Violation::enforcement)
        .containsExactlyInAnyOrder(DENY, WARN);
    assertThat(world.stored(ingress("qa/x").host("x.com")).isRouted("qa/x")).isFalse();
  }

  @Test
  void theirLaxModesWeakenNothing() {
    var world =
        World.under(
                policy("platform").allow("*.acme.com").wildcardDenied(true),
                policyOf("qa", "own")
                    .unlistedDenied(false)
                    .emptyDenied(false)
                    .conflictsDenied(false))
            .stored(ingress("shop/x").host("x.acme.com").createdAt(1));
    assertThat(
            world.rulesOfCreate(
                ingress("qa/x").host("x.acme.com").host("y.com").host("*.acme.com").hostless()))
        .containsExactly(
            "hosts.conflicts",
            "hosts.unlisted",
            "hosts.wildcard",
            "hosts.conflicts",
            "hosts.empty",
            "hosts.conflicts");
  }

  @Test
  void theyOwnNobodysHosts() {
    // The parser refuses it; what the model decides must not depend on that.
    var world =
        World.under(
                policyOf("qa", "own").ownerLabel("team"),
                policy("platform").namespaces("shop").ownerLabel("team"))
            .labelled("qa", Map.of("team", "shop"))
            .labelled("shop", Map.of("team", "shop"))
            .stored(ingress("shop/x").host("x.com").createdAt(1));
    assertThat(policiesViolated(world, ingress("qa/x").host("x.com")))
        .containsExactly("qa/policies/own");
  }

  @Test
  void whatCantBeReadStaysWorthAWarning() {
    var world = World.under(policyOf("qa", "own").enforcement(DRYRUN));
    assertThat(world.create(ingress("qa/x").host("no host")))
        .extracting(v -> v.policy() + " " + v.enforcement())
        .containsExactlyInAnyOrder(" WARN", "qa/policies/own DRYRUN");
  }
}

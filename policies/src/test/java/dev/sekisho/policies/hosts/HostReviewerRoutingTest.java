package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.Enforcement.DENY;
import static dev.sekisho.policies.model.Enforcement.DRYRUN;
import static dev.sekisho.policies.model.Enforcement.WARN;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What routing makes of objects that are stored, however they got there. */
class HostReviewerRoutingTest {

  private static void assertNotAllowed(World world, String name, String... messages) {
    assertThat(world.verdict(name))
        .asInstanceOf(type(ClaimVerdict.NotAllowed.class))
        .satisfies(
            verdict ->
                assertThat(verdict.violations())
                    .extracting(Violation::message)
                    .containsExactly(messages));
  }

  @Test
  void whatADenyPolicyForbidsIsWithheldWhole() {
    var world = World.under(policy("p").allow("*.a.com"));
    world.stored(ingress("qa/x").host("x.a.com").host("b.com"), ingress("qa/y").host("y.a.com"));
    assertNotAllowed(world, "qa/x", "invalid ingress host \"b.com\"");
    assertThat(world.isRouted("qa/y")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Enforcement.class,
      names = {"WARN", "DRYRUN"})
  void whatOnlyWarnOrDryrunPoliciesForbidIsRouted(Enforcement lenient) {
    var world =
        World.under(
            policy("p").enforcement(lenient).allow("a.com").wildcardDenied(true).ingressClasses(),
            policy("q").emptyDenied(false));
    var draft = ingress("qa/x").host("*.b.com").hostless().createdAt(1);
    assertThat(world.create(draft))
        .hasSize(4)
        .extracting(Violation::enforcement)
        .containsOnly(lenient);
    assertThat(world.stored(draft).isRouted("qa/x")).isTrue();
  }

  @Test
  void onlyTheViolationsThatWithholdAreNamed() {
    var world =
        World.under(
            policy("a").enforcement(WARN).deny("a.com"),
            policy("b").deny("b.com"),
            policy("c").enforcement(DRYRUN).deny("b.com"));
    world.stored(ingress("qa/x").host("a.com").host("b.com"));
    assertThat(world.verdict("qa/x"))
        .asInstanceOf(type(ClaimVerdict.NotAllowed.class))
        .satisfies(
            verdict ->
                assertThat(verdict.violations())
                    .extracting(Violation::enforcement)
                    .containsExactly(DENY));
  }

  @Test
  void classesAndEmptyHostsCountForRouting() {
    var world = World.under(policy("p").ingressClasses("nginx"));
    world.stored(
        ingress("qa/class").ingressClass("other").host("a.com"),
        ingress("qa/empty").ingressClass("nginx").hostless(),
        ingress("qa/default").ingressClass("nginx").defaultBackend());
    assertThat(world.isRouted("qa/class")).isFalse();
    assertNotAllowed(world, "qa/empty", "invalid ingress host \"*\"");
    assertNotAllowed(world, "qa/default", "invalid ingress host \"*\"");
  }

  @Test
  void theLedgerDecidesEvenWhereConflictsAreAllowed() {
    var world = World.under(policy("p").conflictsDenied(false).emptyDenied(false));
    world.stored(
        ingress("b/young").host("x.com").createdAt(2), ingress("a/old").hostless().createdAt(1));
    assertThat(world.isRouted("a/old")).isTrue();
    assertThat(world.verdict("b/young")).isInstanceOf(ClaimVerdict.Conflict.class);
    assertThat(world.deleted("a/old").isRouted("b/young")).isTrue();
  }

  @Test
  void aHostEditedIntoAnOlderObjectAroundTheWebhookWins() {
    var world = World.under(policy("p"));
    world.stored(
        ingress("a/old").host("a.com").createdAt(1), ingress("b/young").host("b.com").createdAt(2));
    assertThat(world.isRouted("b/young")).isTrue();
    world.stored(ingress("a/old").host("a.com").host("b.com").createdAt(1));
    assertThat(world.isRouted("a/old")).isTrue();
    assertThat(world.isRouted("b/young")).isFalse();
  }

  @Test
  void tlsHostsHoldAHostToo() {
    var world = World.under();
    world.stored(
        ingress("a/old").tls("x.com").createdAt(1), ingress("b/y").host("x.com").createdAt(2));
    assertThat(world.isRouted("b/y")).isFalse();
  }

  @Test
  void theExposureIsTheEffectiveClass() {
    var world = World.under().defaultClass("n");
    world.stored(
        ingress("a/default").host("x.com").createdAt(1),
        ingress("b/named").ingressClass("n").host("x.com").createdAt(2),
        ingress("c/annotated")
            .annotation("kubernetes.io/ingress.class", "n")
            .host("x.com")
            .createdAt(3),
        ingress("d/other").ingressClass("s").host("x.com").createdAt(4));
    assertThat(world.isRouted("a/default")).isTrue();
    assertThat(world.isRouted("b/named")).isFalse();
    assertThat(world.isRouted("c/annotated")).isFalse();
    assertThat(world.isRouted("d/other")).isTrue();
  }

  @Test
  void noClassIsAnExposureOfItsOwn() {
    var world = World.under();
    world.stored(
        ingress("a/none").host("x.com").createdAt(1),
        ingress("b/named").ingressClass("n").host("x.com").createdAt(2),
        ingress("c/none").host("x.com").createdAt(3));
    assertThat(world.isRouted("b/named")).isTrue();
    assertThat(world.isRouted("c/none")).isFalse();
  }

  @Test
  void nothingOfWhatCantBeReadIsRouted() {
    var malformed = ingress("qa/x").host("a.com").host("b_d");
    var number = ingress("qa/y").host("b.com").hostOf(IntNode.valueOf(3));
    var none = World.under().stored(malformed, number);
    assertNotAllowed(none, "qa/x", "invalid ingress host \"b_d\"");
    assertThat(none.isRouted("qa/y")).isFalse();
    var denying = World.under(policy("p")).stored(malformed, number);
    assertNotAllowed(denying, "qa/x", "invalid ingress host \"b_d\"");
    assertThat(denying.isRouted("qa/y")).isFalse();
    var warning = World.under(policy("p").enforcement(WARN)).stored(malformed, number);
    assertThat(warning.isRouted("qa/x")).isFalse();
    assertThat(warning.isRouted("qa/y")).isFalse();
  }

  @Test
  void aTlsSectionThatCantBeReadWithholdsTheRules() {
    var world = World.under().stored(ingress("qa/x").host("a.com").tls("*bad"));
    assertThat(world.isRouted("qa/x")).isFalse();
  }
}

package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sekisho.policies.model.HostRules.Uniqueness;
import dev.sekisho.policies.model.Violation;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What admission says of hosts that others have: {@code conflicts} and {@code unique}. */
class HostReviewerOverlapTest {

  @Nested
  class Conflicts {

    private final IngressDraft stored = ingress("prod/x").host("x.a.com", "/p").createdAt(1);

    @ParameterizedTest
    @CsvSource({
      "x.a.com, true",
      "X.A.com., true",
      "*.a.com, true",
      "*.com, true",
      "y.a.com, false",
      "y.x.a.com, false",
      "*.x.a.com, false",
      "a.com, false",
    })
    void anOverlapWithAnotherOwnerIsRefused(String host, boolean refused) {
      var world = World.under(policy("edge")).stored(stored);
      assertThat(world.rulesOfCreate(ingress("qa/a").host(host, "/other")))
          .isEqualTo(refused ? List.of("hosts.conflicts") : List.of());
      assertThat(world.create(ingress("prod/a").host(host))).as("same owner").isEmpty();
    }

    @Test
    void agesDontMatterToAdmission() {
      var world = World.under(policy("edge")).stored(stored);
      assertThat(world.rulesOfCreate(ingress("qa/a").host("x.a.com").createdAt(0)))
          .containsExactly("hosts.conflicts");
    }

    @Test
    void hostlessOverlapsEverything() {
      var world = World.under(policy("edge").emptyDenied(false)).stored(stored);
      assertThat(world.messagesOfCreate(ingress("qa/a").hostless()))
          .containsExactly("invalid ingress host \"*\" (conflicts with prod/x)");
      var open = World.under(policy("p").emptyDenied(false)).stored(ingress("a/b").hostless());
      assertThat(open.messagesOfCreate(ingress("qa/a").host("x.com")))
          .containsExactly("invalid ingress host \"x.com\" (conflicts with a/b)");
    }

    @Test
    void otherExposuresDontMatter() {
      var world = World.under(policy("edge")).stored(stored);
      assertThat(world.create(ingress("qa/a").host("x.a.com").ingressClass("nginx"))).isEmpty();
      world.defaultClass("nginx").stored(ingress("prod/y").host("y.a.com").createdAt(2));
      assertThat(world.rulesOfCreate(ingress("qa/a").host("y.a.com").ingressClass("nginx")))
          .containsExactly("hosts.conflicts");
    }

    @Test
    void whatIsWithheldBlocksNobody() {
      var world =
          World.under(policy("edge").deny("bad.a.com"))
              .stored(ingress("prod/x").host("x.a.com").host("bad.a.com").createdAt(1));
      assertThat(world.isRouted("prod/x")).isFalse();
      assertThat(world.create(ingress("qa/a").host("x.a.com"))).isEmpty();
    }

    @Test
    void theOldestOfSeveralIsNamed() {
      var world =
          World.under(policy("edge"))
              .stored(
                  ingress("prod/young").host("x.a.com").createdAt(3),
                  ingress("prod/old").host("*.a.com").createdAt(1),
                  ingress("prod/mid").host("x.a.com").createdAt(2));
      assertThat(world.messagesOfCreate(ingress("qa/a").host("x.a.com")))
          .containsExactly("invalid ingress host \"x.a.com\" (conflicts with prod/old)");
    }

    @Test
    void conflictsAllowedAtAdmission() {
      var world = World.under(policy("edge").conflictsDenied(false)).stored(stored);
      assertThat(world.create(ingress("qa/a").host("x.a.com").createdAt(2))).isEmpty();
      world.stored(ingress("qa/a").host("x.a.com").createdAt(2));
      assertThat(world.isRouted("qa/a")).as("routing follows the ledger always").isFalse();
    }
  }

  @Nested
  class Unique {

    private final IngressDraft stored = ingress("qa/x").host("x.a.com", "/p").createdAt(1);

    private World world(Uniqueness unique) {
      return World.under(policy("edge").unique(unique).emptyDenied(false)).stored(stored);
    }

    @Test
    void noneLetsOneOwnerShare() {
      assertThat(world(Uniqueness.NONE).create(ingress("qa/a").host("x.a.com", "/p"))).isEmpty();
    }

    @Test
    void hostRefusesTheSameOwnerToo() {
      assertThat(world(Uniqueness.HOST).create(ingress("qa/a").host("x.a.com", "/q")))
          .extracting(Violation::rule, Violation::message)
          .containsExactly(
              tuple("hosts.unique", "invalid ingress host \"x.a.com\" (conflicts with qa/x)"));
      assertThat(world(Uniqueness.HOST).create(ingress("qa/a").host("y.a.com"))).isEmpty();
    }

    @Test
    void hostAndPathRefusesTheSamePathOnly() {
      var world = world(Uniqueness.HOST_AND_PATH);
      assertThat(world.create(ingress("qa/a").host("x.a.com", "/q"))).isEmpty();
      assertThat(world.create(ingress("qa/a").host("y.a.com", "/p"))).isEmpty();
      assertThat(world.create(ingress("qa/a").tls("x.a.com"))).isEmpty();
      assertThat(world.rulesOfCreate(ingress("qa/a").host("x.a.com", "/q", "/p")))
          .containsExactly("hosts.unique");
    }

    @Test
    void anObjectIsNoRivalOfItself() {
      for (Uniqueness unique : Uniqueness.values()) {
        var again = ingress("qa/x").host("x.a.com", "/p").host("x.a.com", "/p").tls("x.a.com");
        assertThat(world(unique).create(again)).isEmpty();
      }
    }

    @Test
    void otherExposuresDontMatter() {
      assertThat(
              world(Uniqueness.HOST).create(ingress("qa/a").host("x.a.com").ingressClass("nginx")))
          .isEmpty();
    }

    @Test
    void isIndependentOfConflicts() {
      var world =
          World.under(policy("edge").unique(Uniqueness.HOST).conflictsDenied(false)).stored(stored);
      assertThat(world.rulesOfCreate(ingress("qa/a").host("x.a.com")))
          .containsExactly("hosts.unique");
      assertThat(world.rulesOfCreate(ingress("shop/a").host("x.a.com")))
          .containsExactly("hosts.unique");
    }

    @Test
    void doesntJudgeARuleWithoutHost() {
      assertThat(world(Uniqueness.HOST).create(ingress("qa/a").hostless("/p"))).isEmpty();
      assertThat(world(Uniqueness.HOST_AND_PATH).create(ingress("qa/a").hostless("/p"))).isEmpty();
    }

    @Test
    void isAMatterOfAdmissionOnly() {
      var world = world(Uniqueness.HOST).stored(ingress("qa/a").host("x.a.com").createdAt(2));
      assertThat(world.isRouted("qa/a")).isTrue();
    }
  }
}

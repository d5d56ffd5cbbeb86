package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.sekisho.policies.model.HostRules.Uniqueness;
import org.junit.jupiter.api.Test;

/** Edits: only what they add is a violation. */
class HostReviewerUpdateTest {

  private final World world =
      World.under(policy("edge").allow("*.a.com").deny("no.a.com").emptyDenied(true))
          .stored(ingress("prod/x").host("x.a.com", "/").createdAt(1));

  private static IngressDraft mine() {
    return ingress("qa/mine").createdAt(2);
  }

  @Test
  void stealingAHostIsRefused() {
    assertThat(world.messagesOfUpdate(mine().host("m.a.com"), mine().host("x.a.com")))
        .containsExactly("invalid ingress host \"x.a.com\" (conflicts with prod/x)");
    assertThat(
            world.messagesOfUpdate(
                mine().host("m.a.com"), mine().host("m.a.com").tls("m.a.com", "x.a.com")))
        .containsExactly("invalid ingress host \"x.a.com\" (conflicts with prod/x)");
  }

  @Test
  void anOlderObjectMayNotStealEither() {
    var older = ingress("qa/mine").createdAt(0);
    assertThat(world.messagesOfUpdate(older, ingress("qa/mine").createdAt(0).host("*.a.com")))
        .containsExactly(
            "invalid ingress host \"*.a.com\"",
            "invalid ingress host \"*.a.com\" (conflicts with prod/x)");
  }

  @Test
  void anAddedHostIsReviewedAsOnCreate() {
    assertThat(world.messagesOfUpdate(mine().host("m.a.com"), mine().host("evila.com")))
        .containsExactly("invalid ingress host \"evila.com\"");
    assertThat(world.messagesOfUpdate(mine().host("m.a.com"), mine().host("m.a.com").hostless()))
        .containsExactly(
            "invalid ingress host \"*\"", "invalid ingress host \"*\" (conflicts with prod/x)");
    assertThat(world.update(mine().host("m.a.com"), mine().host("n.a.com"))).isEmpty();
  }

  @Test
  void anOldViolatorMayBeEdited() {
    var before = mine().host("b.com", "/").host("x.a.com").host("bad_host").hostless("/");
    var after =
        mine()
            .label("app", "shop")
            .annotation("note", "x")
            .host("b.com", "/", "/more")
            .host("x.a.com")
            .host("bad_host")
            .hostless("/", "/p")
            .host("fine.a.com");
    assertThat(world.create(before)).isNotEmpty();
    assertThat(world.update(before, after)).isEmpty();
  }

  @Test
  void anOldViolatorMayBeRepairedInSteps() {
    var before = mine().host("b.com").host("x.a.com").host("bad_host");
    assertThat(world.update(before, mine().host("x.a.com").host("bad_host")))
        .as("positions move")
        .isEmpty();
    assertThat(world.update(before, mine())).isEmpty();
  }

  @Test
  void anOldViolatorMayNotGetWorse() {
    var before = mine().host("b.com");
    assertThat(world.messagesOfUpdate(before, mine().host("b.com").host("c.com")))
        .containsExactly("invalid ingress host \"c.com\"");
    assertThat(world.messagesOfUpdate(before, mine().host("*.b.com")))
        .containsExactly("invalid ingress host \"*.b.com\"");
    assertThat(world.messagesOfUpdate(before, mine().host("b.com").host("bad_host")))
        .containsExactly("invalid ingress host \"bad_host\"");
  }

  @Test
  void anotherRuleBrokenByTheSameHostIsNew() {
    var strict = World.under(policy("edge").allow("*.a.com").wildcardDenied(true));
    assertThat(strict.update(mine().host("*.b.com"), mine().host("*.b.com"))).isEmpty();
    var denied = World.under(policy("p").deny("a.com").ingressClasses("nginx"));
    assertThat(
            denied.update(
                mine().ingressClass("nginx").host("a.com"),
                mine().ingressClass("haproxy").host("a.com")))
        .extracting(v -> v.rule())
        .containsExactly("hosts.ingressClasses");
    assertThat(
            denied.update(
                mine().ingressClass("other").host("b.com"), mine().ingressClass("haproxy")))
        .as("from one class that isn't allowed to another")
        .hasSize(1);
    assertThat(denied.update(mine().ingressClass("other"), mine().ingressClass("other"))).isEmpty();
  }

  @Test
  void changingTheClassOntoAConflictIsRefused() {
    var world =
        World.under(policy("edge")).stored(ingress("prod/x").ingressClass("n").host("x.com"));
    assertThat(
            world.messagesOfUpdate(
                mine().ingressClass("s").host("x.com"), mine().ingressClass("n").host("x.com")))
        .containsExactly("invalid ingress host \"x.com\" (conflicts with prod/x)");
    assertThat(
            world.update(
                mine().ingressClass("n").host("x.com"), mine().ingressClass("n").host("x.com")))
        .as("in conflict already")
        .isEmpty();
  }

  @Test
  void theLoserOfOneExposureMayNotBecomeTheLoserOfAnother() {
    var world =
        World.under(policy("edge"))
            .stored(
                ingress("prod/n").ingressClass("n").host("x.com").createdAt(1),
                ingress("prod/s").ingressClass("s").host("x.com").createdAt(1));
    assertThat(
            world.messagesOfUpdate(
                mine().ingressClass("s").host("x.com"), mine().ingressClass("n").host("x.com")))
        .containsExactly("invalid ingress host \"x.com\" (conflicts with prod/n)");
  }

  @Test
  void uniqueLooksAtWhatIsAddedToo() {
    var world =
        World.under(policy("edge").unique(Uniqueness.HOST_AND_PATH))
            .stored(ingress("qa/x").host("x.com", "/p").createdAt(1));
    assertThat(world.messagesOfUpdate(mine().host("x.com", "/q"), mine().host("x.com", "/p")))
        .containsExactly("invalid ingress host \"x.com\" (conflicts with qa/x)");
    assertThat(world.update(mine().host("x.com", "/p"), mine().host("x.com", "/p", "/r")))
        .isEmpty();
  }

  @Test
  void anObjectDoesntConflictWithItsStoredSelf() {
    assertThat(
            world.update(
                ingress("prod/x").host("x.a.com"),
                ingress("prod/x").host("x.a.com").tls("*.a.com")))
        .extracting(v -> v.rule())
        .containsExactly("hosts.deny");
    assertThat(
            world.update(
                ingress("prod/x").host("x.a.com"),
                ingress("prod/x").host("x.a.com").tls("x.a.com")))
        .isEmpty();
  }

  @Test
  void whatCantBeReadIsNewOnlyOnce() {
    var before = mine().hostOf(IntNode.valueOf(1));
    assertThat(world.update(before, mine().label("a", "b").hostOf(IntNode.valueOf(1)))).isEmpty();
    assertThat(world.update(mine(), before)).extracting(v -> v.rule()).containsExactly("hosts");
    assertThat(World.under().update(mine(), before)).as("warned of without policy").hasSize(1);
  }
}

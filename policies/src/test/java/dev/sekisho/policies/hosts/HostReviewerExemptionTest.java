package dev.sekisho.policies.hosts;

import static dev.sekisho.policies.hosts.IngressDraft.ingress;
import static dev.sekisho.policies.model.PolicyDraft.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Exemption;
import dev.sekisho.policies.model.Glob;
import dev.sekisho.policies.model.LabelSelector;
import dev.sekisho.policies.model.PolicyDraft;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What exemptions do to admission and to routing. */
class HostReviewerExemptionTest {

  private static PolicyDraft exempting(String... checks) {
    return edge()
        .exempting(
            new Exemption(
                List.of(new Glob("legacy")),
                List.of(checks),
                Optional.empty(),
                List.of(),
                "moves",
                Optional.empty()));
  }

  private static PolicyDraft exemptingSubjects(String... subjects) {
    return edge()
        .exempting(
            new Exemption(
                List.of(),
                List.of("hosts.unlisted"),
                Optional.empty(),
                Stream.of(subjects).map(Glob::new).toList(),
                "moves",
                Optional.empty()));
  }

  private static PolicyDraft edge() {
    return policy("edge").allow("*.acmecorp.com");
  }

  @Test
  void anExemptObjectIsAdmittedAndRouted() {
    var world = World.under(exempting("hosts.unlisted"));
    var theirs = ingress("legacy/x").host("old.example");
    assertThat(world.create(theirs)).isEmpty();
    assertThat(world.stored(theirs).isRouted("legacy/x")).isTrue();
    assertThat(world.rulesOfCreate(ingress("qa/y").host("older.example")))
        .containsExactly("hosts.unlisted");
  }

  @Test
  void otherChecksStand() {
    var world = World.under(exempting("hosts.unlisted"));
    assertThat(world.rulesOfCreate(ingress("legacy/x").host("old.example").hostless()))
        .containsExactly("hosts.empty");
  }

  @Test
  void theLedgerDecidesAllTheSame() {
    var world =
        World.under(exempting("hosts"))
            .stored(ingress("production/x").host("a.acmecorp.com").createdAt(1));
    var rival = ingress("legacy/x").host("a.acmecorp.com").createdAt(2);
    assertThat(world.create(rival)).as("admission is told not to mind").isEmpty();
    assertThat(world.stored(rival).isRouted("legacy/x")).isFalse();
    assertThat(world.isRouted("production/x")).isTrue();
  }

  @Test
  void whatCantBeReadIsAdmittedButNotRouted() {
    var world = World.under(exempting("hosts"));
    var spoilt = ingress("legacy/x").host("no host");
    assertThat(world.create(spoilt)).isEmpty();
    assertThat(world.stored(spoilt).isRouted("legacy/x")).isFalse();
  }

  @Test
  void exemptionsForSubjectsAreOfAdmissionOnly() {
    var world = World.under(exemptingSubjects("bot"));
    var draft = ingress("qa/x").host("old.example");
    assertThat(world.create(draft)).hasSize(1);
    assertThat(world.as("bot").create(draft)).isEmpty();
    assertThat(world.stored(draft).isRouted("qa/x")).isFalse();
  }

  @Test
  void whatTheBotMadeOthersMayEdit() {
    var world = World.under(exemptingSubjects("bot"));
    var before = ingress("qa/x").host("old.example");
    assertThat(world.update(before, ingress("qa/x").host("old.example").label("a", "b"))).isEmpty();
    assertThat(world.update(before, ingress("qa/x").host("old.example").host("new.example")))
        .hasSize(1);
  }

  @Test
  void anEditThatLosesTheExemptionViolates() {
    var world =
        World.under(
            edge()
                .exempting(
                    new Exemption(
                        List.of(),
                        List.of(),
                        Optional.of(new LabelSelector(Map.of("app", "old"), List.of())),
                        List.of(),
                        "moves",
                        Optional.empty())));
    var exempt = ingress("qa/x").host("old.example").label("app", "old");
    var plain = ingress("qa/x").host("old.example");
    assertThat(world.create(exempt)).isEmpty();
    assertThat(world.update(exempt, exempt)).isEmpty();
    assertThat(world.update(exempt, plain)).hasSize(1);
    assertThat(world.update(plain, plain)).isEmpty();
  }
}

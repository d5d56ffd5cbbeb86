package dev.sekisho.controlplane.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.CertificateLifetimes;
import dev.sekisho.certs.RootDecision;
import dev.sekisho.certs.RootRotation;
import dev.sekisho.certs.RootState;
import dev.sekisho.controlplane.leader.Leadership;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthorityKeeperTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CertificateLifetimes LIVES =
      new CertificateLifetimes(
          Duration.ofDays(100), Duration.ofHours(24), Duration.ofDays(7), Duration.ZERO);
  private static final RootRotation ROTATION = new RootRotation(Authorities.TRUST_DOMAIN, LIVES);
  private static final Instant HALF = NOW.plus(Duration.ofDays(50)).minusSeconds(150);

  private final ManualTime time = new ManualTime(NOW);
  private final MemoryStore store = new MemoryStore();
  private final Recorder events = new Recorder();
  private final Leader leader = new Leader();

  private static final class Leader implements Leadership {
    private boolean leads = true;
    private final Listeners listeners = new Listeners();

    @Override
    public boolean isLeader() {
      return leads;
    }

    @Override
    public Runnable onChange(Runnable listener) {
      return listeners.add(listener);
    }

    void leads(boolean now) {
      leads = now;
      listeners.call();
    }
  }

  private static final class Recorder implements AuthorityEvents {
    private final List<RootDecision> steps = new ArrayList<>();
    private Optional<String> problem = Optional.empty();

    @Override
    public void rotated(RootDecision step) {
      steps.add(step);
    }

    @Override
    public void changed(Authority.InForce inForce, RootState.Phase phase) {}

    @Override
    public void problem(Optional<String> now) {
      problem = now;
    }
  }

  private AuthorityKeeper keeper(Leadership leadership) {
    var keeper = AuthorityKeeper.start(store, ROTATION, leadership, events, time, time, RANDOM);
    time.run();
    return keeper;
  }

  @Test
  void rotatesAsTimePasses() {
    var keeper = keeper(leader);
    var first = keeper.inForce();
    var changes = new ArrayList<Authority.InForce>();
    keeper.onChange(() -> changes.add(keeper.inForce()));

    time.to(HALF.minusSeconds(1));
    assertThat(changes).isEmpty();
    time.to(HALF.plusSeconds(1));
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).signer()).isSameAs(first.signer());
    assertThat(changes.get(0).trust().roots()).hasSize(2).contains(first.signer().certificate());

    time.pass(Duration.ofHours(1));
    assertThat(changes).hasSize(2);
    assertThat(changes.get(1).signer()).isNotSameAs(first.signer());
    assertThat(changes.get(1).trust().roots()).hasSize(2);

    time.pass(Duration.ofDays(14));
    assertThat(changes).hasSize(3);
    assertThat(changes.get(2).trust()).isEqualTo(changes.get(1).signer().trustBundle());
    assertThat(events.steps)
        .containsExactly(
            new RootDecision.Stage(), new RootDecision.Activate(), new RootDecision.Retire());
  }

  @Test
  void onlyTheLeaderWritesAndAllFollow() {
    var leading = keeper(leader);
    var following = keeper(Leadership.never());
    assertThat(store.writes()).isEqualTo(1);

    time.to(HALF.plus(Duration.ofHours(2)));

    assertThat(store.writes()).isEqualTo(3);
    assertThat(following.inForce()).isEqualTo(leading.inForce());
    assertThat(following.inForce().signer()).isSameAs(store.state().current());
  }

  @Test
  void aNewLeaderGoesOnWhereTheOldOneEnded() {
    leader.leads(false);
    keeper(leader);
    time.to(HALF.plus(Duration.ofDays(3)));
    assertThat(store.writes()).isEqualTo(1);

    leader.leads(true);
    time.run();
    assertThat(store.state().phase()).isEqualTo(RootState.Phase.STAGED);
    time.pass(Duration.ofHours(1));
    assertThat(store.state().phase()).isEqualTo(RootState.Phase.ACTIVE);
  }

  @Test
  void ofTwoLeadersOneLoses() {
    var one = keeper(Leadership.always());
    var other = keeper(Leadership.always());

    time.to(HALF.plus(Duration.ofHours(2)));

    assertThat(store.writes()).isEqualTo(3);
    assertThat(one.inForce()).isEqualTo(other.inForce());
  }

  @Test
  void whatIsToldLateDoesNotTakeItBack() {
    var keeper = keeper(leader);
    var old = store.kept();
    time.to(HALF.plusSeconds(1));
    var staged = keeper.inForce();

    store.tell(old);
    time.run();

    assertThat(keeper.inForce()).isEqualTo(staged);
  }

  @Test
  void whatCanNotBeReadLeavesTheLastGood() {
    var keeper = keeper(leader);
    var good = keeper.inForce();

    store.spoil("Secret a/b: spoilt");
    time.pass(Duration.ofDays(60));

    assertThat(keeper.inForce()).isEqualTo(good);
    assertThat(store.writes()).as("not written over").isEqualTo(1);
    assertThat(events.problem).contains("Secret a/b: spoilt");

    store.tell(store.kept());
    time.run();
    assertThat(events.problem).isEmpty();
    assertThat(store.state().phase()).isEqualTo(RootState.Phase.STAGED);
  }

  @Test
  void theLeaderRestoresARootThatIsGone() {
    leader.leads(false);
    var keeper = keeper(leader);
    var before = keeper.inForce();

    store.lose();
    time.run();
    assertThat(events.problem).contains("Secret a/b is gone");
    assertThat(keeper.inForce()).isEqualTo(before);
    assertThat(store.kept().root()).isEmpty();

    leader.leads(true);
    time.run();
    assertThat(store.state().current()).isSameAs(before.signer());
    assertThat(keeper.inForce()).isEqualTo(before);
    assertThat(events.problem).isEmpty();
  }

  @Test
  void aUsersAuthorityTakesOverInOrder() {
    var keeper = keeper(leader);
    var before = keeper.inForce();
    var own = CertificateAuthority.createRoot(Authorities.TRUST_DOMAIN, NOW, RANDOM);

    store.plugIn(new AuthorityStore.PluggedIn("Secret a/cacerts", own, NOW));
    time.run();
    assertThat(keeper.inForce().signer()).isSameAs(before.signer());
    assertThat(keeper.inForce().trust().roots())
        .containsExactly(own.certificate(), before.signer().certificate());

    time.pass(Duration.ofHours(1));
    assertThat(keeper.inForce().signer()).isSameAs(own);
    assertThat(keeper.inForce().trust().roots()).contains(before.signer().certificate());

    time.pass(Duration.ofDays(14));
    assertThat(keeper.inForce().trust()).isEqualTo(own.trustBundle());
    time.pass(Duration.ofDays(60));
    assertThat(store.writes()).as("ours isn't rotated any more").isEqualTo(1);
  }

  @Test
  void aRestartDuringATakeoverKnowsOfBoth() {
    var before = keeper(leader).inForce();
    var own = CertificateAuthority.createRoot(Authorities.TRUST_DOMAIN, NOW, RANDOM);
    store.plugIn(new AuthorityStore.PluggedIn("Secret a/cacerts", own, NOW));
    time.to(NOW.plus(Duration.ofMinutes(30)));

    var started = keeper(Leadership.never());

    assertThat(started.inForce().signer()).isSameAs(before.signer());
    assertThat(started.inForce().trust().roots()).hasSize(2);
    time.pass(Duration.ofMinutes(30));
    assertThat(started.inForce().signer()).isSameAs(own);
  }

  @Test
  void aRootThatIsReplacedByHandIsMadeKnownFirst() {
    var keeper = keeper(leader);
    var before = keeper.inForce();
    var other = ROTATION.first(NOW, RANDOM);

    store.put(other);
    time.run();
    assertThat(keeper.inForce().signer()).isSameAs(before.signer());
    assertThat(keeper.inForce().trust().roots()).hasSize(2);
    time.pass(Duration.ofHours(1));
    assertThat(keeper.inForce().signer()).isSameAs(other.current());
    time.pass(Duration.ofDays(14));
    assertThat(keeper.inForce().trust()).isEqualTo(other.trust());
  }

  @Test
  void aServingCertificateFollows() {
    var keeper = keeper(leader);
    var certificate =
        new ServingCertificate(
            Optional.empty(), keeper, ServingNames.of("ns", false), LIVES.serving(), RANDOM);
    var keys = IssuedServingKeys.start(certificate, keeper, time, time);
    time.run();
    var end = HALF.plus(Duration.ofDays(16));

    for (var now = NOW; now.isBefore(end); now = now.plus(Duration.ofHours(1))) {
      time.to(now);
      var leaf = keys.certificate().leaf();
      var trust = keys.trust().orElseThrow();
      assertThat(trust).isEqualTo(keeper.inForce().trust());
      assertThat(trust.issuerOf(leaf)).as("at %s", now).isPresent();
      assertThat(leaf.getNotAfter().toInstant()).isAfter(now.plus(Duration.ofDays(3)));
    }
    assertThat(keys.certificate().leaf().getNotBefore().toInstant())
        .isAfter(HALF.plus(Duration.ofHours(1)));
    keys.close();
    keeper.close();
  }
}

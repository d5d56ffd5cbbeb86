package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.RootDecision.Activate;
import dev.sekisho.certs.RootDecision.Keep;
import dev.sekisho.certs.RootDecision.Retire;
import dev.sekisho.certs.RootDecision.Stage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RootRotationTest {
  private static final CertificateLifetimes LIVES =
      new CertificateLifetimes(
          Duration.ofDays(100), Duration.ofHours(24), Duration.ofDays(7), Duration.ZERO);
  private static final RootRotation ROTATION = new RootRotation(TRUST_DOMAIN, LIVES);

  /** Half of 100 days and the five minutes before the start. */
  private static final Instant HALF = NOW.plus(Duration.ofDays(50)).minusSeconds(150);

  private final RootState first = ROTATION.first(NOW, RANDOM);
  private final RootState staged = ROTATION.apply(first, new Stage(), HALF, RANDOM);
  private final Instant activation = HALF.plus(Duration.ofHours(1));
  private final RootState active = ROTATION.apply(staged, new Activate(), activation, RANDOM);
  private final Instant end = activation.plus(Duration.ofDays(14));

  @Test
  void goesThroughItsPhases() {
    assertThat(first.phase()).isEqualTo(RootState.Phase.STABLE);
    assertThat(ROTATION.decide(first, HALF.minusSeconds(1))).isEqualTo(new Keep(HALF));
    assertThat(ROTATION.decide(first, HALF)).isEqualTo(new Stage());

    assertThat(staged.phase()).isEqualTo(RootState.Phase.STAGED);
    assertThat(ROTATION.decide(staged, HALF)).isEqualTo(new Keep(activation));
    assertThat(ROTATION.decide(staged, activation)).isEqualTo(new Activate());

    assertThat(active.phase()).isEqualTo(RootState.Phase.ACTIVE);
    assertThat(ROTATION.decide(active, activation)).isEqualTo(new Keep(end));
    assertThat(ROTATION.decide(active, end)).isEqualTo(new Retire());

    var stable = ROTATION.apply(active, new Retire(), end, RANDOM);
    assertThat(stable.phase()).isEqualTo(RootState.Phase.STABLE);
    assertThat(stable.current()).isSameAs(active.current());
    assertThat(ROTATION.decide(stable, end)).isEqualTo(new Keep(active.current().halfLife()));
  }

  @Test
  void trustsBothWhileOneTakesTheOthersPlace() {
    var before = first.current().certificate();
    var after = active.current().certificate();
    assertThat(staged.current()).isSameAs(first.current());
    assertThat(staged.trust().roots()).containsExactly(before, after);
    assertThat(active.trust().roots()).containsExactly(after, before);
  }

  @Test
  void aNextRootSignsEarlyIfTheCurrentOneHasEnded() {
    var late = first.current().notAfter().minusSeconds(60);
    var stagedLate = ROTATION.apply(first, new Stage(), late, RANDOM);
    assertThat(ROTATION.decide(stagedLate, late)).isEqualTo(new Keep(late.plusSeconds(60)));
    assertThat(ROTATION.decide(stagedLate, late.plusSeconds(60))).isEqualTo(new Activate());
  }

  @Test
  void anOldRootThatHasEndedIsNotWaitedFor() {
    var late = first.current().notAfter().minusSeconds(60);
    var activeLate =
        ROTATION.apply(
            ROTATION.apply(first, new Stage(), late, RANDOM), new Activate(), late, RANDOM);
    assertThat(ROTATION.decide(activeLate, late.plusSeconds(60))).isEqualTo(new Retire());
  }

  @Test
  void leavesAUsersOwnRootAlone() {
    var own = Chain.root("mine", Chain.likeRealOnes());
    var authority =
        TestCertificates.loaded(PluggedInAuthority.load(own.files(own.certificate()), NOW));
    assertThat(ROTATION.decide(RootState.of(authority), NOW.plus(Duration.ofDays(360))))
        .isEqualTo(new Keep(Instant.MAX));
  }

  @Test
  void keepsClientsOfADataDirectoryTrusted() {
    var lives = LIVES.withClients(Duration.ofDays(10));
    assertThat(lives.overlap()).isEqualTo(Duration.ofDays(20));
    assertThat(LIVES.overlap()).isEqualTo(Duration.ofDays(14));
  }
}

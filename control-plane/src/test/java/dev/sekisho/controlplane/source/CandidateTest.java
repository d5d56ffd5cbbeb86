package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.source.Candidate.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CandidateTest {

  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeLease lease = new FakeLease();
  private final Candidate a = new Candidate(lease, "a", LEASE);
  private final Candidate b = new Candidate(lease, "b", LEASE);

  private static Outcome at(Candidate candidate, double seconds) {
    long nanos = (long) (seconds * 1e9);
    return candidate.attempt(nanos, START.plusNanos(nanos));
  }

  @Test
  void theFirstTakesItAndTheOtherHearsWhoLeads() {
    assertThat(at(a, 0)).isEqualTo(new Outcome.Held());
    assertThat(at(b, 0)).isEqualTo(new Outcome.HeldBy("a"));
    assertThat(lease.record()).contains(new LeaseRecord("a", LEASE, START, START, 0));
  }

  @Test
  void whoRenewsKeepsItHoweverLong() {
    for (int second = 0; second <= 100; second += 2) {
      assertThat(at(a, second)).isEqualTo(new Outcome.Held());
      assertThat(at(b, second + 1)).isEqualTo(new Outcome.HeldBy("a"));
    }
    assertThat(lease.record().map(LeaseRecord::acquired)).contains(START);
  }

  @Test
  void oneThatIsNotRenewedGoesToAnotherOnceItsLifeIsOver() {
    at(a, 0);
    assertThat(at(b, 1)).isEqualTo(new Outcome.HeldBy("a"));
    assertThat(at(b, 15.9)).isEqualTo(new Outcome.HeldBy("a"));
    assertThat(at(b, 16)).isEqualTo(new Outcome.Held());
    assertThat(lease.record().map(LeaseRecord::transitions)).contains(1);
    assertThat(at(a, 17)).isEqualTo(new Outcome.HeldBy("b"));
  }

  @Test
  void othersClocksDoNotMatter() {
    a.attempt(0, START.plus(Duration.ofDays(-400)));

    assertThat(b.attempt(0, START)).isEqualTo(new Outcome.HeldBy("a"));
    assertThat(b.attempt(LEASE.toNanos() - 1, START)).isEqualTo(new Outcome.HeldBy("a"));
  }

  @Test
  void aRenewalOnItsWayDoesNotKeepItFromBeingReleased() {
    at(a, 0);
    lease.changedOnceMore();
    a.release(START);

    assertThat(at(b, 1)).isEqualTo(new Outcome.Held());
  }

  @Test
  void aReleasedOneIsTakenAtOnce() {
    at(a, 0);
    at(b, 1);
    a.release(START);

    assertThat(at(b, 2)).isEqualTo(new Outcome.Held());
  }

  @Test
  void onlyItsHolderCanReleaseIt() {
    at(a, 0);
    b.release(START);

    assertThat(at(b, 1)).isEqualTo(new Outcome.HeldBy("a"));
  }

  @Test
  void oneThatIsStartedAgainUnderItsNameGoesOnAtOnce() {
    at(a, 0);

    assertThat(at(new Candidate(lease, "a", LEASE), 1)).isEqualTo(new Outcome.Held());
  }

  @Test
  void whoComesSecondWithAWriteHasNothing() {
    lease.contended();

    assertThat(at(a, 0)).isEqualTo(new Outcome.Contended());
    assertThat(lease.record()).isEmpty();
  }
}

package dev.sekisho.controlplane.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeaderElectionTest {

  private static final LeaderElection.Times QUICK =
      new LeaderElection.Times(
          Duration.ofMillis(600),
          Duration.ofMillis(300),
          Duration.ofMillis(20),
          Duration.ofMillis(10));

  private final FakeLease lease = new FakeLease();
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  private LeaderElection candidate(String name) {
    var election = new LeaderElection(lease, "home", name, QUICK, InstantSource.system());
    election.onChange(() -> told.add(name + " " + election.isLeader()));
    return election;
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void nobodyLeadsBeforeItStands() {
    try (var a = candidate("a")) {
      assertThat(a.isLeader()).isFalse();
    }
    assertThat(told).isEmpty();
    assertThat(lease.record()).isEmpty();
  }

  @Test
  void theNextLeadsWhenTheFirstGoes() throws InterruptedException {
    try (var a = candidate("a");
        var b = candidate("b")) {
      a.start();
      assertThat(next()).isEqualTo("a true");
      b.start();

      long closed = System.nanoTime();
      a.close();

      assertThat(next()).isEqualTo("a false");
      assertThat(next()).isEqualTo("b true");
      assertThat(System.nanoTime() - closed)
          .as("no waiting for the Lease to run out")
          .isLessThan(QUICK.lease().toNanos());
      assertThat(a.isLeader()).isFalse();
    }
    assertThat(lease.record().map(LeaseRecord::isFree)).contains(true);
  }

  @Test
  void whoCanNotRenewStopsInTimeAndLeadsAgainLater() throws InterruptedException {
    try (var a = candidate("a")) {
      a.start();
      assertThat(next()).isEqualTo("a true");

      lease.down(true);
      assertThat(next()).isEqualTo("a false");
      assertThat(a.isLeader()).isFalse();

      lease.down(false);
      assertThat(next()).isEqualTo("a true");
    }
  }

  @Test
  void anAttemptThatHangsDoesNotProlongLeadership() throws InterruptedException {
    try (var a = candidate("a")) {
      a.start();
      assertThat(next()).isEqualTo("a true");
      synchronized (lease) { // each attempt waits here
        assertThat(next()).isEqualTo("a false");
      }
      assertThat(next()).isEqualTo("a true");
    }
  }

  @Test
  void aListenerThatEndsItIsCalledNoMore() throws InterruptedException {
    try (var a = candidate("a")) {
      var late = new LinkedBlockingQueue<String>();
      a.onChange(() -> late.add("called")).run();
      a.start();
      assertThat(next()).isEqualTo("a true");
      assertThat(late).isEmpty();
    }
  }

  @Test
  void aDeadlineAfterTheLeasesEndIsRefused() {
    assertThatThrownBy(
            () ->
                new LeaderElection.Times(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("expected: falling");
  }
}

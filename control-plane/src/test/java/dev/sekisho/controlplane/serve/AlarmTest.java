package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmTest {

  private static final Instant START = Instant.parse("2026-12-31T23:59:00Z");

  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private Instant now = START;
  private int rings;
  private final Alarm alarm =
      new Alarm(
          () -> now,
          (delay, task) -> {
            delays.add(delay);
            waiting.add(task);
          },
          () -> rings++);

  private void timerFires() {
    var due = List.copyOf(waiting);
    waiting.clear();
    due.forEach(Runnable::run);
  }

  private static Optional<Instant> in(long seconds) {
    return Optional.of(START.plusSeconds(seconds));
  }

  @Test
  void ringsOnceWhenTheMomentHasCome() {
    alarm.set(in(10));
    now = START.plusSeconds(10);
    timerFires();
    timerFires();

    assertThat(delays).containsExactly(Duration.ofSeconds(10));
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void looksAtTheClockWhenTheTimerIsEarly() {
    alarm.set(in(10));
    now = START.plusSeconds(9);
    timerFires();
    assertThat(rings).isZero();
    assertThat(delays).last().isEqualTo(Duration.ofSeconds(1));

    now = START.plusSeconds(10);
    timerFires();
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void looksOnceAMinute() {
    alarm.set(in(1_000_000_000_000L));
    timerFires();

    assertThat(delays).containsExactly(Alarm.LONGEST_WAIT, Alarm.LONGEST_WAIT);
    assertThat(rings).isZero();
  }

  @Test
  void theLastSettingCounts() {
    alarm.set(in(10));
    alarm.set(in(20));
    alarm.set(in(20));
    now = START.plusSeconds(15);
    timerFires();
    assertThat(rings).isZero();
    assertThat(waiting).as("one look for one setting").hasSize(1);

    now = START.plusSeconds(20);
    timerFires();
    assertThat(rings).isEqualTo(1);
  }

  @Test
  void canBeSetToNothingAndAnew() {
    alarm.set(in(10));
    alarm.set(Optional.empty());
    now = START.plusSeconds(10);
    timerFires();
    assertThat(rings).isZero();

    alarm.set(in(5));
    assertThat(delays).last().as("past").isEqualTo(Duration.ZERO);
    timerFires();
    alarm.set(in(5));
    timerFires();
    assertThat(rings).isEqualTo(2);
  }
}

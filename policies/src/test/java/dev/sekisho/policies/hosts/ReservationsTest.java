package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReservationsTest {

  private static final Exposure GATEWAY = new Exposure("gateway");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = NOW.plusSeconds(5);

  private final HostLedger ledger = new HostLedger();

  private boolean isFree(String host, String owner) {
    return ledger.conflicting(GATEWAY, HostPattern.of(host), owner).isEmpty();
  }

  @Test
  void blocksOtherOwnersUntilItEnds() {
    ledger.reserve(Claims.of("a", "red", 1, "*.x.com").object(), UNTIL);

    assertThat(isFree("y.x.com", "blue")).isFalse();
    assertThat(isFree("*", "blue")).isFalse();
    assertThat(isFree("z.com", "blue")).isTrue();
    assertThat(isFree("y.x.com", "red")).as("its own").isTrue();

    ledger.expire(UNTIL.minusMillis(1));
    assertThat(isFree("y.x.com", "blue")).isFalse();
    ledger.expire(UNTIL);
    assertThat(isFree("y.x.com", "blue")).isTrue();
  }

  @Test
  void hasNoSayInRouting() {
    ledger.reserve(Claims.of("a", "red", 1, "x.com").object(), UNTIL);
    ledger.put(Claims.of("b", "blue", 2, "x.com").object());

    assertThat(ledger.verdict(Claims.key("b")).orElseThrow().isGranted()).isTrue();
    assertThat(ledger.verdict(Claims.key("a"))).isEmpty();
    assertThat(ledger.verdicts()).hasSize(1);
  }

  @Test
  void endsWhenTheObjectIsThere() {
    ledger.reserve(Claims.of("a", "red", 1, "x.com", "y.com").object(), UNTIL);

    ledger.put(Claims.of("a", "red", 1, "x.com").object());
    assertThat(isFree("y.com", "blue")).as("an older state of it").isFalse();

    ledger.put(Claims.of("a", "red", 1, "x.com", "y.com").object());
    ledger.put(Claims.of("a", "red", 1, "z.com").object());
    assertThat(isFree("x.com", "blue")).isTrue();
    assertThat(isFree("z.com", "blue")).isFalse();
  }

  @Test
  void isMadeAnewByTheSameObject() {
    ledger.reserve(Claims.of("a", "red", 1, "x.com").object(), UNTIL);
    ledger.reserve(Claims.of("a", "red", 2, "y.com").object(), UNTIL.plusSeconds(1));

    assertThat(isFree("x.com", "blue")).isTrue();
    ledger.expire(UNTIL);
    assertThat(isFree("y.com", "blue")).isFalse();
    ledger.expire(UNTIL.plusSeconds(1));
    assertThat(isFree("y.com", "blue")).isTrue();
  }

  @Test
  void whatWouldNotBeGrantedReservesNothing() {
    ledger.put(Claims.of("old", "blue", 1, "x.com").object());
    ledger.reserve(Claims.of("a", "red", 2, "x.com", "y.com").object(), UNTIL);
    ledger.reserve(Claims.of("b", "red", 2, "z.com").forbidden().object(), UNTIL);
    ledger.reserve(Claims.of("c", "red", 2, "w.com").object(), UNTIL);
    ledger.reserve(Claims.of("d", "green", 3, "w.com", "v.com").object(), UNTIL);

    assertThat(isFree("y.com", "blue")).isTrue();
    assertThat(isFree("z.com", "blue")).isTrue();
    assertThat(isFree("v.com", "blue")).as("the reservation was first").isTrue();
  }

  @Test
  void objectsWithoutANameAreSeveral() {
    ledger.reserve(Claims.of("", "red", 1, "x.com").object(), UNTIL);
    ledger.reserve(Claims.of("", "red", 2, "y.com").object(), UNTIL);

    assertThat(isFree("x.com", "blue")).isFalse();
    assertThat(isFree("y.com", "blue")).isFalse();
    ledger.expire(UNTIL);
    assertThat(isFree("x.com", "blue")).isTrue();
  }
}

package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a question costs, in nodes of the tree that are looked at. */
class LedgerCostTest {

  private static final Exposure GATEWAY = new Exposure("gateway");
  private static final int MANY = 20_000;

  private final HostLedger ledger = new HostLedger();

  /** Many hosts below one suffix, half of them of one owner, all of them granted. */
  private void fill() {
    for (int i = 0; i < MANY; i++) {
      ledger.put(Claims.of("o" + i, i % 2 == 0 ? "big" : "o" + i, i, "h" + i + ".a.com").object());
    }
  }

  private long visits(Runnable question) {
    long before = ledger.visits();
    question.run();
    return ledger.visits() - before;
  }

  @ParameterizedTest
  @ValueSource(strings = {"h7.a.com", "none.a.com", "x.h7.a.com", "*.a.com", "*.com", "*", "b.org"})
  void aQuestionLooksAtOneNodeForEachLabel(String host) {
    fill();
    var pattern = HostPattern.of(host);
    int bound = pattern.reversedLabels().size() + 1;
    for (String owner : new String[] {"big", "somebody"}) {
      assertThat(visits(() -> ledger.conflicting(GATEWAY, pattern, owner)))
          .as("conflicting with %s", owner)
          .isBetween(1L, (long) bound);
    }
    assertThat(visits(() -> ledger.occupied(GATEWAY, pattern, Claims.key("o0"))))
        .as("occupied")
        .isBetween(1L, (long) bound);
  }

  @Test
  void aWildcardThatLosesCostsNoMoreThanAQuestion() {
    fill();
    assertThat(visits(() -> ledger.put(Claims.of("all", "late", MANY, "*").object())))
        .isLessThan(5);
    assertThat(visits(() -> ledger.remove(Claims.key("all")))).isLessThan(5);
  }

  @Test
  void aChangeReachesOnlyThoseThatItCanChange() {
    fill();
    long youngest = MANY - 3;
    assertThat(
            visits(() -> ledger.put(Claims.of("all", "big", (int) youngest, "*.a.com").object())))
        .as("two younger ones, of which one is another's")
        .isLessThan(100);
    assertThat(ledger.verdict(Claims.key("all")).orElseThrow().isGranted()).isFalse();
    assertThat(visits(() -> ledger.put(Claims.of("last", "big", MANY, "*.b.com").object())))
        .isLessThan(10);
  }

  @Test
  void aHostWithManyClaimsOfOneOwnerIsAsQuick() {
    for (int i = 0; i < MANY; i++) {
      ledger.put(Claims.of("o" + i, "big", i, "one.a.com").object());
    }
    var one = HostPattern.of("one.a.com");
    assertThat(visits(() -> ledger.conflicting(GATEWAY, one, "small"))).isEqualTo(4);
    assertThat(visits(() -> ledger.put(Claims.of("late", "small", MANY, "one.a.com").object())))
        .isEqualTo(4);
    assertThat(ledger.conflicting(GATEWAY, one, "small").map(HostClaim::object))
        .contains(Claims.key("o0"));
    ledger.remove(Claims.key("o0"));
    assertThat(ledger.conflicting(GATEWAY, one, "small").map(HostClaim::object))
        .contains(Claims.key("o1"));
  }
}

package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLedgerTest {

  private final HostLedger ledger = new HostLedger();

  private Set<ObjectKey> put(Claims claims) {
    return ledger.put(claims.object());
  }

  private static Set<ObjectKey> keys(String... names) {
    return Stream.of(names).map(Claims::key).collect(Collectors.toSet());
  }

  private ClaimVerdict verdict(String name) {
    return ledger.verdict(Claims.key(name)).orElseThrow();
  }

  private void assertGranted(String... names) {
    assertThat(names)
        .allSatisfy(name -> assertThat(verdict(name)).isInstanceOf(ClaimVerdict.Granted.class));
  }

  private void assertConflict(String loser, String host, String winner, String itsHost) {
    assertThat(verdict(loser))
        .isInstanceOfSatisfying(
            ClaimVerdict.Conflict.class,
            conflict -> {
              assertThat(conflict.claim().object()).isEqualTo(Claims.key(loser));
              assertThat(conflict.claim().pattern()).hasToString(host);
              assertThat(conflict.with().object()).isEqualTo(Claims.key(winner));
              assertThat(conflict.with().pattern()).hasToString(itsHost);
            });
  }

  @Test
  void theOlderWinsInWhateverOrderTheyCome() {
    assertThat(put(Claims.of("young", "b", 2, "x.com"))).isEqualTo(keys("young"));
    assertGranted("young");
    assertThat(put(Claims.of("old", "a", 1, "x.com"))).isEqualTo(keys("old", "young"));
    assertGranted("old");
    assertConflict("young", "x.com", "old", "x.com");
  }

  @Test
  void ofOneAgeTheSmallerUidWins() {
    put(Claims.of("a", "a", 1, "x.com").withUid("2"));
    put(Claims.of("z", "b", 1, "x.com").withUid("1"));
    assertGranted("z");
    assertConflict("a", "x.com", "z", "x.com");
  }

  @Test
  void theLoserIsGrantedWhenTheWinnerGoes() {
    put(Claims.of("old", "a", 1, "x.com"));
    put(Claims.of("young", "b", 2, "x.com"));
    put(Claims.of("youngest", "c", 3, "x.com"));
    assertThat(ledger.remove(Claims.key("old"))).isEqualTo(keys("young", "youngest"));
    assertGranted("young");
    assertConflict("youngest", "x.com", "young", "x.com");
    assertThat(ledger.verdict(Claims.key("old"))).isEmpty();
  }

  @Test
  void whatIsWithheldBlocksNobody() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "x.com", "y.com"));
    put(Claims.of("c", "c", 3, "y.com"));
    assertGranted("a", "c");
    assertConflict("b", "x.com", "a", "x.com");
    assertThat(ledger.remove(Claims.key("a"))).isEqualTo(keys("b", "c"));
    assertGranted("b");
    assertConflict("c", "y.com", "b", "y.com");
    assertThat(put(Claims.of("a", "a", 1, "x.com"))).isEqualTo(keys("a", "b", "c"));
    assertGranted("a", "c");
  }

  @Test
  void aLoserIsWithheldWhole() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "free.com", "x.com"));
    assertConflict("b", "x.com", "a", "x.com");
    assertThat(ledger.conflicting(new Exposure("gateway"), HostPattern.of("free.com"), "c"))
        .isEmpty();
  }

  @Test
  void theFirstOverlappingClaimAndTheOldestInItsWayAreNamed() {
    put(Claims.of("mid", "b", 2, "y.com"));
    put(Claims.of("loser", "d", 4, "z.com", "y.com", "x.com"));
    assertConflict("loser", "y.com", "mid", "y.com");
    put(Claims.of("third", "b", 3, "*.com"));
    assertConflict("loser", "z.com", "third", "*.com");
    assertThat(put(Claims.of("old", "b", 1, "z.com"))).isEqualTo(keys("old", "loser"));
    assertConflict("loser", "z.com", "old", "z.com");
  }

  @Test
  void oneOwnerNeverConflictsWithItself() {
    put(Claims.of("a", "a", 1, "x.com", "*.com"));
    put(Claims.of("b", "a", 2, "x.com", "*", "*.com"));
    assertGranted("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "*.a.com, x.a.com, true",
    "x.a.com, *.a.com, true",
    "*.a.com, x.y.a.com, true",
    "x.y.a.com, *.a.com, true",
    "*.a.com, *.y.a.com, true",
    "*.y.a.com, *.a.com, true",
    "*.a.com, *.a.com, true",
    "*, x.com, true",
    "x.com, *, true",
    "*, *, true",
    "*, *.com, true",
    "*.com, *, true",
    "*.a.com, a.com, false",
    "a.com, *.a.com, false",
    "*.a.com, evila.com, false",
    "evila.com, *.a.com, false",
    "a.com, x.a.com, false",
    "x.a.com, a.com, false",
    "*.a.com, *.b.com, false",
    "com, *.com, false",
  })
  void overlapOfOlderAndYounger(String older, String younger, boolean conflict) {
    put(Claims.of("old", "a", 1, older));
    put(Claims.of("young", "b", 2, younger));
    assertGranted("old");
    assertThat(verdict("young").isGranted()).isEqualTo(!conflict);
  }

  @Test
  void exposuresAreApart() {
    put(Claims.of("a", "a", 1, "x.com").on("one"));
    put(Claims.of("b", "b", 2, "x.com").on("two"));
    assertGranted("a", "b");
    assertThat(put(Claims.of("b", "b", 2, "x.com").on("one"))).isEqualTo(keys("b"));
    assertConflict("b", "x.com", "a", "x.com");
    assertThat(put(Claims.of("a", "a", 1, "x.com").on("two"))).isEqualTo(keys("a", "b"));
    assertGranted("a", "b");
  }

  @Test
  void whatPoliciesForbidBlocksNobody() {
    put(Claims.of("a", "a", 1, "x.com").forbidden());
    put(Claims.of("b", "b", 2, "x.com"));
    assertThat(verdict("a"))
        .isInstanceOfSatisfying(
            ClaimVerdict.NotAllowed.class, no -> assertThat(no.violations()).hasSize(1));
    assertGranted("b");
    assertThat(put(Claims.of("a", "a", 1, "x.com"))).isEqualTo(keys("a", "b"));
    assertGranted("a");
    assertConflict("b", "x.com", "a", "x.com");
    assertThat(put(Claims.of("a", "a", 1, "x.com").forbidden())).isEqualTo(keys("a", "b"));
    assertGranted("b");
  }

  @Test
  void whatIsForbiddenIsSaidEvenInConflict() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "x.com").forbidden());
    assertThat(verdict("b")).isInstanceOf(ClaimVerdict.NotAllowed.class);
  }

  @Test
  void replacingFreesTheOldHosts() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "x.com"));
    put(Claims.of("c", "c", 3, "y.com"));
    assertThat(put(Claims.of("a", "a", 1, "y.com"))).isEqualTo(keys("a", "b", "c"));
    assertGranted("a", "b");
    assertConflict("c", "y.com", "a", "y.com");
  }

  @Test
  void replacingMayMakeAnObjectYounger() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "x.com"));
    assertThat(put(Claims.of("a", "a", 3, "x.com").withUid("recreated"))).isEqualTo(keys("a", "b"));
    assertGranted("b");
    assertConflict("a", "x.com", "b", "x.com");
  }

  @Test
  void replacingMayChangeTheOwner() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "x.com"));
    assertThat(put(Claims.of("a", "b", 1, "x.com"))).isEqualTo(keys("a", "b"));
    assertGranted("a", "b");
  }

  @Test
  void nothingChangesWhereNothingChanged() {
    put(Claims.of("a", "a", 1, "x.com"));
    put(Claims.of("b", "b", 2, "x.com"));
    assertThat(put(Claims.of("a", "a", 1, "x.com"))).isEmpty();
    assertThat(put(Claims.of("b", "b", 2, "x.com"))).isEmpty();
    assertThat(ledger.remove(Claims.key("nobody"))).isEmpty();
    assertThat(ledger.remove(Claims.key("b"))).as("a loser's end reaches nobody").isEmpty();
    assertThat(ledger.remove(Claims.key("b"))).isEmpty();
  }

  @Test
  void anObjectMayClaimAHostTwiceOrNothing() {
    put(Claims.of("a", "a", 1, "x.com", "x.com", "*.com"));
    put(Claims.of("none", "b", 2));
    assertGranted("a", "none");
    put(Claims.of("b", "b", 3, "x.com"));
    put(Claims.of("a", "a", 1, "y.com"));
    assertGranted("a", "b", "none");
    ledger.remove(Claims.key("a"));
    ledger.remove(Claims.key("b"));
    ledger.remove(Claims.key("none"));
    assertThat(ledger.verdicts()).isEmpty();
    put(Claims.of("c", "c", 9, "*"));
    assertGranted("c");
  }

  @Test
  void conflictingNamesTheOldestGrantedClaimOfAnotherOwner() {
    var gateway = new Exposure("gateway");
    put(Claims.of("a", "a", 1, "x.com").forbidden());
    put(Claims.of("b", "b", 2, "*.x.com", "x.com"));
    put(Claims.of("c", "b", 3, "x.com"));
    assertThat(ledger.conflicting(gateway, HostPattern.of("x.com"), "c").map(HostClaim::object))
        .contains(Claims.key("b"));
    assertThat(ledger.conflicting(gateway, HostPattern.of("*"), "c").map(HostClaim::fieldPath))
        .contains("spec.rules[0].host");
    assertThat(ledger.conflicting(gateway, HostPattern.of("x.com"), "b")).isEmpty();
    assertThat(ledger.conflicting(gateway, HostPattern.of("y.com"), "c")).isEmpty();
    assertThat(ledger.conflicting(new Exposure("other"), HostPattern.of("x.com"), "c")).isEmpty();
  }

  @Test
  void listsAllObjectsWithTheirVerdicts() {
    var a = Claims.of("a", "a", 1, "x.com").object();
    var b = Claims.of("b", "b", 2, "x.com").object();
    ledger.put(a);
    ledger.put(b);
    assertThat(ledger.verdicts())
        .containsExactlyInAnyOrder(
            Map.entry(a, new ClaimVerdict.Granted()),
            Map.entry(b, new ClaimVerdict.Conflict(b.claims().getFirst(), a.claims().getFirst())));
    assertThat(ledger.verdict(Claims.key("c"))).isEqualTo(Optional.empty());
  }
}

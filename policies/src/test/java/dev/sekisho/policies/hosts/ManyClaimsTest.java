package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Enough claims on one name, and below one, that ranks are kept in trees of several leaves: what is
 * found in them against what a look at every claim finds.
 */
class ManyClaimsTest {

  private static final Exposure GATEWAY = new Exposure("gateway");
  private static final int NAMES = 120;
  private static final List<String> OWNERS = List.of("red", "red", "red", "green", "blue");
  private static final List<String> ASKED =
      List.of("*", "*.com", "*.a.com", "one.a.com", "h3.a.com", "*.h3.a.com", "x.h3.a.com");

  private final Random random = new Random(5);
  private final HostLedger ledger = new HostLedger();
  private final Map<String, Claims> present = new TreeMap<>();

  private void change() {
    var name = "o" + random.nextInt(NAMES);
    if (random.nextInt(4) == 0) {
      present.remove(name);
      ledger.remove(Claims.key(name));
      return;
    }
    var before = present.get(name);
    var claims = before != null && random.nextBoolean() ? turned(before) : anew(name);
    present.put(name, claims);
    ledger.put(claims.object());
  }

  /** As an edit of the policies does it: the object stays as it is. */
  private static Claims turned(Claims claims) {
    return new Claims(
        claims.name(),
        claims.owner(),
        claims.exposures(),
        claims.created(),
        claims.uid(),
        claims.hosts(),
        !claims.allowed());
  }

  private Claims anew(String name) {
    var owner = OWNERS.get(random.nextInt(OWNERS.size()));
    var claims = Claims.of(name, owner, random.nextInt(50), host(), host());
    return random.nextInt(5) == 0 ? claims.forbidden() : claims;
  }

  private String host() {
    return switch (random.nextInt(12)) {
      case 0 -> "*.a.com";
      case 1 -> "x.h" + random.nextInt(9) + ".a.com";
      case 2, 3, 4, 5 -> "one.a.com";
      default -> "h" + random.nextInt(40) + ".a.com";
    };
  }

  private Optional<HostClaim> oldest(HostPattern pattern, String owner) {
    return ledger
        .verdicts()
        .filter(e -> e.getValue().isGranted() && !e.getKey().owner().equals(owner))
        .map(Map.Entry::getKey)
        .sorted(ClaimingObject.BY_AGE)
        .flatMap(
            object ->
                object.claims().stream()
                    .sorted(Comparator.comparing(HostClaim::fieldPath))
                    .filter(claim -> claim.pattern().overlaps(pattern)))
        .findFirst();
  }

  private static Map<String, ClaimVerdict> verdicts(HostLedger ledger) {
    return ledger
        .verdicts()
        .collect(Collectors.toMap(e -> e.getKey().key().name(), Map.Entry::getValue));
  }

  @Test
  void whatIsFoundIsTheOldestOfAll() {
    for (int step = 0; step < 3_000; step++) {
      change();
      var pattern = HostPattern.of(ASKED.get(random.nextInt(ASKED.size())));
      var owner = OWNERS.get(random.nextInt(OWNERS.size()));
      assertThat(ledger.conflicting(GATEWAY, pattern, owner))
          .as("step %d: %s for %s", step, pattern, owner)
          .isEqualTo(oldest(pattern, owner));
    }
  }

  @Test
  void theVerdictsAreThoseOfALedgerThatKnowsNoHistory() {
    for (int step = 0; step < 1_000; step++) {
      change();
      if (step % 10 == 0) {
        var fresh = new HostLedger();
        present.values().forEach(claims -> fresh.put(claims.object()));
        assertThat(verdicts(ledger)).as("step %d", step).isEqualTo(verdicts(fresh));
        assertThat(ledger.counts()).as("step %d", step).isEqualTo(fresh.counts());
      }
    }
  }

  @Test
  void nothingIsLeft() {
    for (int step = 0; step < 500; step++) {
      change();
    }
    present.keySet().forEach(name -> ledger.remove(Claims.key(name)));

    assertThat(ledger.conflicting(GATEWAY, HostPattern.ANY, "nobody")).isEmpty();
    assertThat(ledger.namespaces()).isEmpty();
    assertThat(ledger.counts()).isEqualTo(VerdictCounts.NONE);
  }
}

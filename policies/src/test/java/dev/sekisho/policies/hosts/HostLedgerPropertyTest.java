package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The ledger against an oracle that knows nothing but the rule: oldest first, only granted claims
 * block, a losing object is withheld whole.
 */
class HostLedgerPropertyTest {

  private static final List<String> HOSTS =
      List.of(
          "*",
          "*.com",
          "com",
          "a.com",
          "*.a.com",
          "x.a.com",
          "*.x.a.com",
          "y.x.a.com",
          "y.a.com",
          "xa.com",
          "*.xa.com",
          "b.org");
  private static final List<String> OWNERS = List.of("red", "green", "blue");
  private static final List<String> EXPOSURES = List.of("one", "two", "three");

  /** A change: puts the claims, or removes what has their name. */
  record Change(Claims claims, boolean removes) {}

  /** What is in the way of an object: its first claim that loses, and the oldest winner. */
  record Verdict(String kind, String host, String winner) {
    static final Verdict GRANTED = new Verdict("granted", "", "");
    static final Verdict FORBIDDEN = new Verdict("forbidden", "", "");

    static Verdict of(ClaimVerdict verdict) {
      return switch (verdict) {
        case ClaimVerdict.Granted ignored -> GRANTED;
        case ClaimVerdict.NotAllowed ignored -> FORBIDDEN;
        case ClaimVerdict.Conflict c ->
            new Verdict("conflict", c.claim().pattern().toString(), c.with().object().name());
      };
    }
  }

  private static boolean overlap(String one, String other) {
    if (one.equals("*") || other.equals("*") || one.equals(other)) {
      return true;
    }
    return under(one, other) || under(other, one);
  }

  /**
   * Whether all names of {@code inner}, which isn't {@code wildcard} itself, are of the wildcard.
   */
  private static boolean under(String inner, String wildcard) {
    return wildcard.startsWith("*.")
        && (inner.startsWith("*.") ? inner.substring(1) : "." + inner)
            .endsWith(wildcard.substring(1))
        && !inner.equals(wildcard.substring(2));
  }

  private static List<Claims> byAge(Collection<Claims> claims) {
    return claims.stream()
        .sorted(
            Comparator.comparingInt(Claims::created)
                .thenComparing(Claims::uid)
                .thenComparing(Claims::name))
        .toList();
  }

  private static Map<String, Verdict> oracle(Collection<Claims> stored) {
    var verdicts = new TreeMap<String, Verdict>();
    var granted = new ArrayList<Claims>();
    for (Claims claims : byAge(stored)) {
      var verdict = claims.allowed() ? decide(claims, granted) : Verdict.FORBIDDEN;
      verdicts.put(claims.name(), verdict);
      if (verdict.equals(Verdict.GRANTED)) {
        granted.add(claims);
      }
    }
    return verdicts;
  }

  private static Verdict decide(Claims claims, List<Claims> granted) {
    for (String host : claims.hosts()) {
      for (String exposure : claims.exposures()) {
        var winner = inTheWay(granted, exposure, host, claims.owner());
        if (winner.isPresent()) {
          return new Verdict("conflict", host, winner.get());
        }
      }
    }
    return Verdict.GRANTED;
  }

  /** The first, of granted objects by age, of another owner that overlaps. */
  private static Optional<String> inTheWay(
      List<Claims> granted, String exposure, String host, String owner) {
    return granted.stream()
        .filter(g -> g.exposures().contains(exposure) && !g.owner().equals(owner))
        .filter(g -> g.hosts().stream().anyMatch(h -> overlap(h, host)))
        .map(Claims::name)
        .findFirst();
  }

  private static Map<String, Verdict> verdicts(HostLedger ledger) {
    var verdicts = new TreeMap<String, Verdict>();
    ledger.verdicts().forEach(e -> verdicts.put(e.getKey().key().name(), Verdict.of(e.getValue())));
    return verdicts;
  }

  private static HostLedger ledgerOf(Collection<Claims> stored) {
    var ledger = new HostLedger();
    stored.forEach(claims -> ledger.put(claims.object()));
    return ledger;
  }

  private static Map<String, Claims> replay(List<Change> changes, HostLedger ledger) {
    var stored = new HashMap<String, Claims>();
    for (Change change : changes) {
      if (change.removes()) {
        ledger.remove(change.claims().key());
        stored.remove(change.claims().name());
      } else {
        ledger.put(change.claims().object());
        stored.put(change.claims().name(), change.claims());
      }
    }
    return stored;
  }

  @Provide
  Arbitrary<Claims> claims() {
    var hosts = Arbitraries.of(HOSTS).list().ofMinSize(0).ofMaxSize(3);
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e", "f", "g"),
            Arbitraries.of(OWNERS),
            Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(List.of("one"))),
                Tuple.of(1, Arbitraries.just(List.of("two"))),
                Tuple.of(2, Arbitraries.just(List.of("one", "two"))),
                Tuple.of(1, Arbitraries.just(List.of("three", "two")))),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of("u1", "u2", "u3"),
            hosts,
            Arbitraries.integers().between(0, 6).map(i -> i > 0))
        .as(Claims::new);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(claims(), Arbitraries.integers().between(0, 3).map(i -> i == 0))
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void verdictsFollowTheRuleWhateverHappenedBefore(@ForAll("changes") List<Change> changes) {
    var ledger = new HostLedger();
    var stored = replay(changes, ledger);
    assertThat(verdicts(ledger)).isEqualTo(oracle(stored.values()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void orderOfArrivalDoesntMatterAndWhatWasRemovedLeavesNoTrace(
      @ForAll("changes") List<Change> changes, @ForAll Random random) {
    var ledger = new HostLedger();
    var stored = new ArrayList<>(replay(changes, ledger).values());
    Collections.shuffle(stored, random);
    var fresh = ledgerOf(stored);
    assertThat(ledger.verdicts()).containsExactlyInAnyOrderElementsOf(fresh.verdicts().toList());
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void exactlyTheChangedKeysAreReported(@ForAll("changes") List<Change> changes) {
    var ledger = new HostLedger();
    var stored = new HashMap<String, Claims>();
    for (Change change : changes) {
      String name = change.claims().name();
      var before = fullVerdicts(ledger);
      boolean same = !change.removes() && change.claims().equals(stored.get(name));
      var reported =
          change.removes()
              ? ledger.remove(change.claims().key())
              : ledger.put(change.claims().object());
      var after = fullVerdicts(ledger);
      var expected = new HashSet<ObjectKey>();
      after.forEach(
          (key, verdict) -> {
            if (!verdict.equals(before.get(key))) {
              expected.add(key);
            }
          });
      if (!change.removes() && !same) {
        expected.add(change.claims().key());
      }
      assertThat(reported).isEqualTo(expected);
      if (change.removes()) {
        stored.remove(name);
      } else {
        stored.put(name, change.claims());
      }
    }
  }

  private static Map<ObjectKey, ClaimVerdict> fullVerdicts(HostLedger ledger) {
    var verdicts = new HashMap<ObjectKey, ClaimVerdict>();
    ledger.verdicts().forEach(e -> verdicts.put(e.getKey().key(), e.getValue()));
    return verdicts;
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void removingEqualsNeverHavingHad(
      @ForAll("changes") List<Change> changes, @ForAll("claims") Claims passing) {
    var ledger = new HostLedger();
    var stored = replay(changes, ledger);
    if (!stored.containsKey(passing.name())) {
      var before = fullVerdicts(ledger);
      ledger.put(passing.object());
      ledger.remove(passing.key());
      assertThat(fullVerdicts(ledger)).isEqualTo(before);
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void conflictingIsTheOldestGrantedOverlapOfAnotherOwner(@ForAll("changes") List<Change> changes) {
    var ledger = new HostLedger();
    var stored = replay(changes, ledger);
    var verdicts = oracle(stored.values());
    var granted =
        byAge(stored.values()).stream()
            .filter(c -> Verdict.GRANTED.equals(verdicts.get(c.name())))
            .toList();
    for (String exposure : EXPOSURES) {
      for (String owner : OWNERS) {
        for (String host : HOSTS) {
          var found = ledger.conflicting(new Exposure(exposure), HostPattern.of(host), owner);
          assertThat(found.map(claim -> claim.object().name()))
              .isEqualTo(inTheWay(granted, exposure, host, owner));
          found.ifPresent(claim -> assertThat(overlap(claim.pattern().toString(), host)).isTrue());
        }
      }
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void noTwoOwnersAreEverGrantedOneHost(@ForAll("changes") List<Change> changes) {
    var ledger = new HostLedger();
    for (int i = 1; i <= changes.size(); i++) {
      replay(changes.subList(i - 1, i), ledger);
      var granted =
          ledger
              .verdicts()
              .filter(e -> e.getValue().isGranted())
              .flatMap(e -> e.getKey().claims().stream())
              .toList();
      for (HostClaim one : granted) {
        for (HostClaim other : granted) {
          assertThat(
                  one.owner().equals(other.owner())
                      || !one.exposure().equals(other.exposure())
                      || !overlap(one.pattern().toString(), other.pattern().toString()))
              .as("%s and %s", one, other)
              .isTrue();
        }
      }
    }
  }
}

package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.RootDecision.Keep;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * A leader that looks now and then, replicas that hear of each state late, and leaves that live as
 * long as they may: at no moment is a valid leaf not trusted by what everybody knows.
 */
class RootRotationPropertyTest {
  private static final int STEPS = 400;

  private record Leaf(Instant end, X509Certificate root) {}

  private record Written(Instant at, RootState state) {}

  @Property(tries = 60)
  void everyValidLeafIsTrustedAtEveryMoment(
      @ForAll @LongRange(min = 40, max = 4000) long workload,
      @ForAll @LongRange(min = 10, max = 4000) long serving,
      @ForAll @DoubleRange(min = 4, max = 9) double leavesPerRoot,
      @ForAll @DoubleRange(max = 0.9) double lateness,
      @ForAll @IntRange(min = 1, max = 4) int replicas,
      @ForAll long seed) {
    var longest = Math.max(workload, serving);
    var lives =
        new CertificateLifetimes(
            Duration.ofSeconds((long) Math.ceil(longest * leavesPerRoot)),
            Duration.ofSeconds(workload),
            Duration.ofSeconds(serving),
            Duration.ZERO);
    var rotation = new RootRotation(TRUST_DOMAIN, lives);
    var dice = new Random(seed);
    var written = new ArrayList<Written>();
    written.add(new Written(NOW, rotation.first(NOW, RANDOM)));
    var trustedSince = new HashMap<X509Certificate, Instant>();
    trustedSince.put(written.getFirst().state().current().certificate(), Instant.MIN);
    var leaves = new ArrayList<Leaf>();
    // Nobody hears of a state later than the time that a root has to become known.
    var latest = Math.round(lives.propagation().toMillis() * lateness);
    var step = Math.max(1, lives.root().toMillis() / 60);

    for (var i = 0; i < STEPS; i++) {
      var now = NOW.plusMillis(i * step);
      lead(rotation, written, trustedSince, now);
      leaves.removeIf(leaf -> !now.isBefore(leaf.end()));
      for (var replica = 0; replica < replicas; replica++) {
        var known = known(written, now.minusMillis(dice.nextLong(latest + 1)));
        var signer = known.current();
        assertThat(now).as("the signer is valid").isBefore(signer.notAfter());
        assertThat(trustedSince.get(signer.certificate()))
            .as("trusted for the time of propagation before it signs")
            .isBeforeOrEqualTo(now.minus(lives.propagation()));
        var longestLife = Duration.ofSeconds(longest);
        var end = now.plus(longestLife);
        leaves.add(
            new Leaf(
                end.isBefore(signer.notAfter()) ? end : signer.notAfter(), signer.certificate()));
        var trust = known(written, now.minusMillis(dice.nextLong(latest + 1))).trust();
        for (var leaf : leaves) {
          assertThat(trust.roots()).as("trust at %s of %s", now, leaf).contains(leaf.root());
        }
      }
    }
    assertThat(written.size()).as("several rotations happened").isGreaterThan(9);
  }

  private static void lead(
      RootRotation rotation,
      List<Written> written,
      Map<X509Certificate, Instant> trustedSince,
      Instant now) {
    var state = written.getLast().state();
    for (var decision = rotation.decide(state, now);
        !(decision instanceof Keep);
        decision = rotation.decide(state, now)) {
      state = rotation.apply(state, decision, now, RANDOM);
      state.trust().roots().forEach(root -> trustedSince.putIfAbsent(root, now));
      written.add(new Written(now, state));
    }
  }

  private static RootState known(List<Written> written, Instant at) {
    var known = written.getFirst().state();
    for (var each : written) {
      if (!each.at().isAfter(at)) {
        known = each.state();
      }
    }
    return known;
  }

  @Property(tries = 200)
  void aSwitchToAUsersAuthorityLeavesNobodyUntrusted(
      @ForAll @LongRange(min = 40, max = 90 * 86_400L) long leaf,
      @ForAll @DoubleRange(max = 4) double when,
      @ForAll @DoubleRange(max = 0.99) double late) {
    var lives =
        new CertificateLifetimes(
            Duration.ofDays(3650),
            Duration.ofSeconds(leaf),
            Duration.ofSeconds(leaf),
            Duration.ZERO);
    var before = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var after = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var change = new AuthoritySwitch(before, before.trustBundle(), after, NOW);
    var now = NOW.plusMillis((long) (when * leaf * 1000));
    var delay = Duration.ofMillis((long) (late * lives.propagation().toMillis()));
    // One replica saw the Secret later than the other.
    var seenLate = new AuthoritySwitch(before, before.trustBundle(), after, NOW.plus(delay));

    for (var issuing : List.of(change, seenLate)) {
      var signer = issuing.signer(lives, now);
      var end = now.plusSeconds(leaf);
      for (var trusting : List.of(change, seenLate)) {
        assertThat(trusting.trust(lives, now).roots()).contains(signer.root());
        assertThat(trusting.trust(lives, end.minusMillis(1)).roots()).contains(signer.root());
      }
      if (signer == after) {
        assertThat(now).isAfterOrEqualTo(NOW.plus(lives.propagation()));
      }
    }
  }

  @Property(tries = 20)
  void theSwitchSaysWhenItsAnswersChange(@ForAll @DoubleRange(max = 5) double when) {
    var lives = CertificateLifetimes.DEFAULT;
    var before = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var after = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var change = new AuthoritySwitch(before, before.trustBundle(), after, NOW);
    var now = NOW.plusSeconds((long) (when * 5 * 86_400));
    change
        .nextChange(lives, now)
        .ifPresentOrElse(
            next -> {
              assertThat(next).isAfter(now);
              var earlier = next.minusMillis(1);
              assertThat(change.signer(lives, earlier)).isSameAs(change.signer(lives, now));
              assertThat(change.trust(lives, earlier)).isEqualTo(change.trust(lives, now));
            },
            () -> {
              assertThat(change.signer(lives, now)).isSameAs(after);
              assertThat(change.trust(lives, now)).isEqualTo(after.trustBundle());
            });
    assertThat(IssuanceProfile.workload(GATEWAY).validity()).isEqualTo(lives.workload());
  }
}

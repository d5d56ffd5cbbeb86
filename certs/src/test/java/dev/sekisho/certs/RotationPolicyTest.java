package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.CA;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static dev.sekisho.certs.TestCertificates.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.certs.RotationDecision.Keep;
import dev.sekisho.certs.RotationDecision.Reason;
import dev.sekisho.certs.RotationDecision.Renew;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationPolicyTest {
  private static final IssuanceProfile DAY = IssuanceProfile.client(GATEWAY, Duration.ofHours(24));
  private static final IssuedCertificate CURRENT = CA.issue(DAY, NOW, RANDOM);
  private static final TrustBundle TRUSTED = CA.trustBundle();

  /** Half of 24 hours and the five minutes before the issuance. */
  private static final Instant HALF = NOW.plus(Duration.ofHours(12)).minusSeconds(150);

  private static RotationDecision decide(double jitter, Instant now) {
    return RotationPolicy.decide(new LeafState(CURRENT, DAY, TRUSTED, jitter), now);
  }

  @Test
  void keepsUntilHalfLife() {
    assertThat(decide(0, NOW)).isEqualTo(new Keep(HALF));
    assertThat(decide(0, HALF.minusMillis(1))).isEqualTo(new Keep(HALF));
    assertThat(decide(0, HALF)).isEqualTo(new Renew(Reason.HALF_LIFE));
  }

  @Test
  void jitterMakesItEarlierByUpToATenthOfALife() {
    var life = Duration.ofHours(24).plusMinutes(5);
    assertThat(decide(0.5, NOW)).isEqualTo(new Keep(HALF.minus(life.dividedBy(20))));
  }

  @Test
  void renewsWhatIsNotValidNow() {
    assertThat(decide(0, CURRENT.notAfter())).isEqualTo(new Renew(Reason.EXPIRED));
    assertThat(decide(0, NOW.minus(Duration.ofMinutes(6))))
        .isEqualTo(new Renew(Reason.NOT_YET_VALID));
  }

  @Test
  void renewsWhenNamesChangeButNotForTheirOrderOrSpelling() {
    var current =
        CA.issue(
            IssuanceProfile.serving(List.of("a", "b"), List.of("::1"), Duration.ofDays(7)),
            NOW,
            RANDOM);
    var same = IssuanceProfile.serving(List.of("b", "a"), List.of("0:0::1"), Duration.ofDays(7));
    for (var other : List.of(serving("a"), serving("a", "b"), serving("a", "b", "c"), DAY)) {
      assertThat(RotationPolicy.decide(new LeafState(current, other, TRUSTED, 0), NOW))
          .isEqualTo(new Renew(Reason.NAMES_CHANGED));
    }
    assertThat(RotationPolicy.decide(new LeafState(current, same, TRUSTED, 0), NOW))
        .isInstanceOf(Keep.class);
  }

  @Test
  void renewsWhenItsIssuerIsNoLongerTrusted() {
    var other = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var both = new TrustBundle(List.of(other.certificate(), CA.certificate()));
    assertThat(RotationPolicy.decide(new LeafState(CURRENT, DAY, other.trustBundle(), 0), NOW))
        .isEqualTo(new Renew(Reason.ISSUER_NOT_TRUSTED));
    assertThat(RotationPolicy.decide(new LeafState(CURRENT, DAY, both, 0), NOW))
        .isInstanceOf(Keep.class);
  }

  @Test
  void doesNotRenewInVainAtTheEndOfTheIssuersLife() {
    var now = CA.notAfter().minusSeconds(100);
    var last = CA.issue(DAY, now, RANDOM);
    assertThat(RotationPolicy.decide(new LeafState(last, DAY, TRUSTED, 0.9), now))
        .isEqualTo(new Keep(CA.notAfter()));
  }

  @Test
  void renewsAtHalfLifeWhatWouldLiveLongerWithTheNextIssuer() {
    var now = CA.notAfter().minusSeconds(100);
    var last = CA.issue(DAY, now, RANDOM);
    var next = CertificateAuthority.createRoot(TRUST_DOMAIN, now, RANDOM);
    var state = new LeafState(last, DAY, TRUSTED, Optional.of(next.notAfter()), 0);

    // Half of the 100 seconds and the five minutes before the issuance.
    assertThat(RotationPolicy.decide(state, now)).isEqualTo(new Renew(Reason.HALF_LIFE));
    assertThat(RotationPolicy.decide(new LeafState(last, DAY, TRUSTED, 0), now))
        .isEqualTo(new Keep(CA.notAfter()));
  }

  @Test
  void doesNotRenewInVainAtTheEndOfAnIntermediatesLife() {
    var root = Chain.root("root", Chain.likeRealOnes());
    var end = NOW.plusSeconds(100);
    var signer = root.below("signer", Chain.likeRealOnes().until(end));
    var authority =
        TestCertificates.loaded(PluggedInAuthority.load(signer.files(root.certificate()), NOW));
    var last = authority.issue(DAY, NOW, RANDOM);

    assertThat(
            RotationPolicy.decide(
                new LeafState(last, DAY, authority.trustBundle(), 0), end.minusSeconds(1)))
        .isEqualTo(new Keep(end));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
  void refusesOtherJitter(double jitter) {
    assertThatThrownBy(() -> new LeafState(CURRENT, DAY, TRUSTED, jitter))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void neverKeepsWhatIsNotValidNorWaitsPastItsEnd(
      @ForAll @LongRange(min = -100_000, max = 200_000) long seconds,
      @ForAll @DoubleRange(max = 0.99) double jitter) {
    var now = NOW.plusSeconds(seconds);
    if (decide(jitter, now) instanceof Keep(var until)) {
      assertThat(now)
          .isAfterOrEqualTo(CURRENT.leaf().getNotBefore().toInstant())
          .isBefore(CURRENT.notAfter());
      assertThat(until).isAfter(now).isBeforeOrEqualTo(CURRENT.notAfter());
    }
  }

  @Property(tries = 100)
  void neverRenewsWhatWasJustIssued(
      @ForAll @LongRange(min = 60, max = 7_776_000) long validity,
      @ForAll @LongRange(max = 315_619_199) long age,
      @ForAll @DoubleRange(max = 0.99) double jitter) {
    var profile = IssuanceProfile.client(GATEWAY, Duration.ofSeconds(validity));
    var now = NOW.plusSeconds(age);
    if (now.isBefore(CA.notAfter())) {
      var issued = CA.issue(profile, now, RANDOM);
      assertThat(RotationPolicy.decide(new LeafState(issued, profile, TRUSTED, jitter), now))
          .isInstanceOf(Keep.class);
    }
  }
}

package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.hosts.HostClaim.Subject;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.objects.ObjectKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An object that claims one host several times, as an Ingress with TLS does. */
class TwinClaimsTest {

  private static final Exposure GATEWAY = new Exposure("gateway");
  private static final HostPattern HOST = HostPattern.of("a.com");
  private static final ObjectKey NOBODY = Claims.key("nobody");

  private final HostLedger ledger = new HostLedger();

  private static HostClaim claim(String fieldPath, String... paths) {
    return new HostClaim(
        Claims.key("twin"), "red", GATEWAY, HOST, Subject.HOST, fieldPath, Set.of(paths));
  }

  private void put(HostClaim... claims) {
    var plain = Claims.of("twin", "red", 1).object();
    var request = plain.request();
    ledger.put(
        new ClaimingObject(
            new HostRequest(
                request.key(),
                request.meta(),
                request.kindWord(),
                request.owner(),
                Set.of(GATEWAY),
                request.ingressClass(),
                List.of(claims),
                request.tls(),
                List.of()),
            List.of()));
  }

  private String foundAt() {
    return ledger.conflicting(GATEWAY, HOST, "blue").map(HostClaim::fieldPath).orElse("");
  }

  private boolean occupies(String path) {
    return ledger
        .occupied(GATEWAY, HOST, NOBODY, claim -> claim.paths().contains(path))
        .isPresent();
  }

  @Test
  void theFirstByFieldPathIsTheOneThatIsFound() {
    put(claim("spec.rules[0].host", "PREFIX /"), claim("spec.tls[0].hosts[0]"));
    assertThat(foundAt()).isEqualTo("spec.rules[0].host");

    put(claim("spec.rules[2].host", "PREFIX /"), claim("spec.rules[10].host", "PREFIX /"));
    assertThat(foundAt()).as("as texts compare").isEqualTo("spec.rules[10].host");
  }

  @Test
  void pathsOfEachCount() {
    put(claim("spec.rules[0].host", "PREFIX /a"), claim("spec.rules[1].host", "PREFIX /b"));

    assertThat(occupies("PREFIX /a")).isTrue();
    assertThat(occupies("PREFIX /b")).isTrue();
    assertThat(occupies("PREFIX /c")).isFalse();
  }

  @Test
  void nothingIsLeftOfIt() {
    put(claim("spec.rules[0].host", "PREFIX /"), claim("spec.tls[0].hosts[0]"));

    ledger.remove(Claims.key("twin"));

    assertThat(foundAt()).isEmpty();
    assertThat(occupies("PREFIX /")).isFalse();
    assertThat(ledger.counts()).isEqualTo(new VerdictCounts(0, 0, 0));
  }

  @Test
  void isDeniedAndAllowedWhereItStands() {
    var allowed = Claims.of("one", "red", 1, "a.com");
    ledger.put(allowed.object());
    ledger.put(Claims.of("other", "blue", 2, "a.com").object());
    assertThat(ledger.counts()).isEqualTo(new VerdictCounts(1, 0, 1));

    assertThat(ledger.put(allowed.forbidden().object()))
        .containsExactlyInAnyOrder(Claims.key("one"), Claims.key("other"));
    assertThat(ledger.counts()).isEqualTo(new VerdictCounts(1, 1, 0));
    assertThat(ledger.verdict(Claims.key("other")).orElseThrow().isGranted()).isTrue();

    ledger.put(allowed.object());
    assertThat(ledger.counts()).isEqualTo(new VerdictCounts(1, 0, 1));
    assertThat(ledger.put(allowed.object())).isEmpty();
  }
}

package dev.sekisho.controlplane.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.LoadResult;
import dev.sekisho.certs.TrustBundle;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretServingKeysTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CertificateAuthority ONE = authority();
  private static final CertificateAuthority OTHER = authority();

  private final ManualTime time = new ManualTime(NOW);
  private Optional<String> problem = Optional.empty();

  private static CertificateAuthority authority() {
    return CertificateAuthority.createRoot(Authorities.TRUST_DOMAIN, NOW, RANDOM);
  }

  private static IssuedCertificate issue(CertificateAuthority by) {
    var profile = IssuanceProfile.serving(List.of("sekisho.ns.svc"), List.of(), Duration.ofDays(1));
    return by.issue(profile, NOW, RANDOM);
  }

  private static Map<String, byte[]> data(IssuedCertificate issued, CertificateAuthority by) {
    var data = new HashMap<String, byte[]>();
    data.put("tls.crt", bytes(issued.certificatePem()));
    data.put("tls.key", bytes(issued.privateKeyPem()));
    data.put("ca.crt", bytes(by.trustBundle().pem()));
    return data;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private SecretServingKeys keys(Map<String, byte[]> data) {
    return switch (SecretServingKeys.start("Secret ns/tls", data, p -> problem = p, time, time)) {
      case LoadResult.Loaded<SecretServingKeys>(var keys) -> keys;
      case LoadResult.Refused<SecretServingKeys>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private void change(SecretServingKeys keys, Map<String, byte[]> data) {
    keys.changed(Optional.of(data));
    time.run();
  }

  @Test
  void servesTheNextOneOfTheSameAuthorityAtOnce() {
    var keys = keys(data(issue(ONE), ONE));
    var changes = new int[1];
    keys.onChange(() -> changes[0]++);
    var next = issue(ONE);

    change(keys, data(next, ONE));

    assertThat(keys.certificate().leaf()).isEqualTo(next.leaf());
    assertThat(keys.trust()).contains(ONE.trustBundle());
    assertThat(changes[0]).isEqualTo(1);
    change(keys, data(next, ONE));
    assertThat(changes[0]).isEqualTo(1);
  }

  @Test
  void makesAnotherAuthorityKnownBeforeItServesIt() {
    var first = issue(ONE);
    var keys = keys(data(first, ONE));
    var next = issue(OTHER);

    change(keys, data(next, OTHER));
    assertThat(keys.certificate().leaf()).isEqualTo(first.leaf());
    assertThat(keys.trust().map(TrustBundle::roots))
        .contains(List.of(OTHER.certificate(), ONE.certificate()));

    time.pass(SecretServingKeys.BEFORE);
    assertThat(keys.certificate().leaf()).isEqualTo(next.leaf());
    assertThat(keys.trust().orElseThrow().roots()).hasSize(2);

    time.pass(SecretServingKeys.AFTER);
    assertThat(keys.trust()).contains(OTHER.trustBundle());
  }

  @Test
  void garbageAndDeletionLeaveTheLastGood() {
    var first = issue(ONE);
    var keys = keys(data(first, ONE));
    for (var key : List.of("tls.crt", "tls.key", "ca.crt")) {
      var spoilt = data(issue(ONE), ONE);
      spoilt.put(key, bytes("garbage"));
      change(keys, spoilt);
      assertThat(problem.orElseThrow()).startsWith("Secret ns/tls: " + key + ": no ");
      assertThat(keys.certificate().leaf()).isEqualTo(first.leaf());
    }
    var mixed = data(issue(ONE), ONE);
    mixed.put("tls.key", bytes(issue(ONE).privateKeyPem()));
    change(keys, mixed);
    keys.changed(Optional.empty());
    time.run();
    assertThat(problem.orElseThrow()).startsWith("Secret ns/tls is gone");
    assertThat(keys.certificate().leaf()).isEqualTo(first.leaf());
    assertThat(keys.trust()).contains(ONE.trustBundle());
  }

  @Test
  void aPublicAuthoritysNeedsNoBundle() {
    var data = data(issue(ONE), ONE);
    data.remove("ca.crt");
    assertThat(keys(data).trust()).isEmpty();
  }

  @Test
  void refusesToStartWithNothingGood() {
    assertThat(SecretServingKeys.start("Secret ns/tls", Map.of(), p -> problem = p, time, time))
        .isInstanceOf(LoadResult.Refused.class)
        .asString()
        .contains("tls.crt: no certificate", "tls.key: no private key");
  }
}

package dev.sekisho.xds.golden;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.TlsCertificate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A certificate for each name, the same throughout a run. */
final class GoldenCertificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Map<String, TlsCertificate> MADE = new ConcurrentHashMap<>();

  private GoldenCertificates() {}

  static TlsCertificate of(String name) {
    return MADE.computeIfAbsent(name, _ -> make());
  }

  private static TlsCertificate make() {
    var now = Instant.now();
    var authority = CertificateAuthority.createRoot(new TrustDomain("golden.test"), now, RANDOM);
    var profile = IssuanceProfile.serving(List.of("golden.test"), List.of(), Duration.ofHours(1));
    var issued = authority.issue(profile, now, RANDOM);
    return new TlsCertificate(issued.certificatePem(), issued.privateKeyPem());
  }
}

package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.CA;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static dev.sekisho.certs.TestCertificates.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds a key prints without it, also within other things. */
class RedactionTest {
  @Test
  void noKeyIsPrinted() {
    var profile = IssuanceProfile.workload(GATEWAY);
    var issued = CA.issue(profile, NOW, RANDOM);
    var certificate = bytes(issued.certificatePem());
    var key = bytes(issued.privateKeyPem());
    var keyLines = issued.privateKeyPem().lines().filter(line -> !line.startsWith("-")).toList();
    var printed =
        List.of(
            issued,
            new TlsKeyPair(issued.chain(), issued.privateKey()),
            new LeafState(issued, profile, CA.trustBundle(), 0),
            IssuedCertificate.load(certificate, key),
            TlsSecret.check(certificate, key, NOW),
            PemReader.read("x", key, 10_000));

    for (var each : printed) {
      assertThat(each.toString()).contains("redacted").doesNotContain(keyLines);
    }
  }

  @Test
  void anAuthorityPrintsWithoutItsKey() {
    var ca = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    assertThat(ca)
        .hasToString(
            "CertificateAuthority[subject=CN=Sekisho root CA, O=cluster.local,"
                + " notAfter=2036-11-18T12:00:00Z, privateKey=redacted]");
  }
}

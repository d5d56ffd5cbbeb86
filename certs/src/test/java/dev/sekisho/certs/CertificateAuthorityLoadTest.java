package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.EXPIRED;
import static dev.sekisho.certs.CertificateProblem.Kind.KEY_MISMATCH;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_CERTIFICATE;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_PEM;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_AN_AUTHORITY;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_A_ROOT;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_YET_VALID;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_CERTIFICATE;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_LARGE;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_MANY_CERTIFICATES;
import static dev.sekisho.certs.TestCertificates.CA;
import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.ec;
import static dev.sekisho.certs.TestCertificates.kinds;
import static dev.sekisho.certs.TestCertificates.loaded;
import static dev.sekisho.certs.TestCertificates.pem;
import static dev.sekisho.certs.TestCertificates.pkcs8;
import static dev.sekisho.certs.TestCertificates.refused;
import static dev.sekisho.certs.TestCertificates.selfSigned;
import static dev.sekisho.certs.TestCertificates.serving;
import static dev.sekisho.certs.TestCertificates.signed;
import static dev.sekisho.certs.TestCertificates.traditional;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class CertificateAuthorityLoadTest {
  private static final KeyPair KEY = ec("secp256r1");

  private static LoadResult<CertificateAuthority> load(
      String certificate, String key, Instant now) {
    return CertificateAuthority.load(bytes(certificate), bytes(key), now);
  }

  private static List<CertificateProblem.Kind> problems(String certificate, String key) {
    return kinds(refused(load(certificate, key, NOW)));
  }

  @Test
  void comesBackAsItWas() {
    var again = loaded(load(CA.certificatePem(), CA.privateKeyPem(), NOW));

    assertThat(again.certificate()).isEqualTo(CA.certificate());
    assertThat(again.privateKeyPem()).isEqualTo(CA.privateKeyPem());
    var issued = again.issue(serving("a"), NOW, RANDOM);
    assertThat(CA.trustBundle().issuerOf(issued.leaf())).contains(CA.certificate());
  }

  @Test
  void takesAUsersOwnRoot() {
    var rsa = TestCertificates.RSA_2048;
    assertThat(loaded(load(pem(selfSigned(KEY, true)), traditional(KEY.getPrivate()), NOW)))
        .isNotNull();
    assertThat(loaded(load(pem(selfSigned(rsa, true)), traditional(rsa.getPrivate()), NOW)))
        .isNotNull();
  }

  @Test
  void saysWhatIsWrongWithTheTexts() {
    var certificate = CA.certificatePem();
    var key = CA.privateKeyPem();
    assertThat(problems("", "")).containsExactly(NO_CERTIFICATE, NO_KEY);
    assertThat(problems(certificate.substring(0, 300), key)).containsExactly(MALFORMED_PEM);
    assertThat(problems(certificate, key.substring(0, 100))).containsExactly(MALFORMED_PEM);
    assertThat(problems(PemText.of("CERTIFICATE", new byte[9]), key))
        .containsExactly(MALFORMED_CERTIFICATE);
    assertThat(problems(certificate, "x".repeat(70_000))).containsExactly(TOO_LARGE);
    assertThat(problems(certificate, pkcs8(KEY.getPrivate()))).containsExactly(KEY_MISMATCH);
    assertThat(problems(certificate + certificate, key)).containsExactly(TOO_MANY_CERTIFICATES);
  }

  @Test
  void refusesCertificatesThatMayNotSign() {
    var key = pkcs8(KEY.getPrivate());
    assertThat(problems(pem(selfSigned(KEY, false)), key)).containsExactly(NOT_AN_AUTHORITY);
    var usage =
        signed("CN=a", KEY.getPublic(), "CN=a", KEY.getPrivate(), true, KeyUsage.digitalSignature);
    assertThat(problems(pem(usage), key)).containsExactly(NOT_AN_AUTHORITY);
    var leaf = CA.issue(IssuanceProfile.workload(GATEWAY), NOW, RANDOM);
    assertThat(problems(leaf.certificatePem(), leaf.privateKeyPem()))
        .containsExactly(NOT_AN_AUTHORITY, NOT_A_ROOT);
  }

  @Test
  void refusesAnIntermediateUntilThoseAreSupported() {
    var root = ec("secp256r1");
    var intermediate =
        signed("CN=sub", KEY.getPublic(), "CN=root", root.getPrivate(), true, KeyUsage.keyCertSign);
    assertThat(problems(pem(intermediate), pkcs8(KEY.getPrivate()))).containsExactly(NOT_A_ROOT);
    // Of the same name as its issuer, it still hasn't signed itself.
    var alike =
        signed(
            "CN=root", KEY.getPublic(), "CN=root", root.getPrivate(), true, KeyUsage.keyCertSign);
    assertThat(problems(pem(alike), pkcs8(KEY.getPrivate()))).containsExactly(NOT_A_ROOT);
  }

  @Test
  void refusesItOutsideItsTime() {
    var early = load(CA.certificatePem(), CA.privateKeyPem(), NOW.minus(Duration.ofHours(1)));
    var late = load(CA.certificatePem(), CA.privateKeyPem(), CA.notAfter());

    assertThat(kinds(refused(early))).containsExactly(NOT_YET_VALID);
    assertThat(kinds(refused(late))).containsExactly(EXPIRED);
    assertThat(refused(late))
        .extracting(CertificateProblem::toString)
        .containsExactly(
            "certificate: expired at 2036-11-18T12:00:00Z, and it is 2036-11-18T12:00:00Z");
  }

  @Test
  void issuedCertificatesComeBackToo() {
    var issued = CA.issue(serving("a"), NOW, RANDOM);
    assertThat(
            loaded(
                IssuedCertificate.load(
                    bytes(issued.certificatePem()), bytes(issued.privateKeyPem()))))
        .isEqualTo(issued);
    assertThat(
            kinds(
                refused(
                    IssuedCertificate.load(
                        bytes(issued.certificatePem()), bytes(CA.privateKeyPem())))))
        .containsExactly(KEY_MISMATCH);
  }

  @Test
  void trustBundlesComeBackToo() {
    var second = CertificateAuthority.createRoot(TRUST_DOMAIN, NOW, RANDOM);
    var bundle = new TrustBundle(List.of(CA.certificate(), second.certificate()));

    assertThat(loaded(TrustBundle.parse(bytes(bundle.pem())))).isEqualTo(bundle);
    assertThat(kinds(refused(TrustBundle.parse(bytes(pem(selfSigned(KEY, false)))))))
        .containsExactly(NOT_AN_AUTHORITY);
    assertThat(kinds(refused(TrustBundle.parse(bytes("hello"))))).containsExactly(NO_CERTIFICATE);
    // Both have the same subject: only the signature tells whose leaf it is.
    var leaf = second.issue(serving("a"), NOW, RANDOM).leaf();
    assertThat(bundle.issuerOf(leaf)).contains(second.certificate());
  }
}

package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.BROKEN_CHAIN;
import static dev.sekisho.certs.CertificateProblem.Kind.EXPIRED;
import static dev.sekisho.certs.CertificateProblem.Kind.KEY_MISMATCH;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_CERTIFICATE;
import static dev.sekisho.certs.CertificateProblem.Kind.NOT_YET_VALID;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_CERTIFICATE;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_LARGE;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_MANY_CERTIFICATES;
import static dev.sekisho.certs.TestCertificates.NOW;
import static dev.sekisho.certs.TestCertificates.RSA_2048;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.ec;
import static dev.sekisho.certs.TestCertificates.kinds;
import static dev.sekisho.certs.TestCertificates.pem;
import static dev.sekisho.certs.TestCertificates.pkcs8;
import static dev.sekisho.certs.TestCertificates.selfSigned;
import static dev.sekisho.certs.TestCertificates.signed;
import static dev.sekisho.certs.TestCertificates.traditional;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class TlsSecretTest {
  private static final KeyPair KEY = ec("secp256r1");
  private static final KeyPair CA_KEY = ec("secp384r1");
  private static final X509Certificate ROOT = selfSigned(CA_KEY, true);
  private static final X509Certificate LEAF =
      signed(
          "CN=leaf",
          KEY.getPublic(),
          "CN=self",
          CA_KEY.getPrivate(),
          false,
          KeyUsage.digitalSignature);

  private static TlsSecretResult check(String certificate, String key, Instant now) {
    return TlsSecret.check(bytes(certificate), bytes(key), now);
  }

  private static TlsSecretResult.Valid valid(TlsSecretResult result) {
    assertThat(result).isInstanceOf(TlsSecretResult.Valid.class);
    return (TlsSecretResult.Valid) result;
  }

  private static TlsSecretResult.Invalid invalid(String certificate, String key) {
    var result = check(certificate, key, NOW);
    assertThat(result).isInstanceOf(TlsSecretResult.Invalid.class);
    return (TlsSecretResult.Invalid) result;
  }

  @Test
  void writesAnewWhatItTakes() {
    var certificate =
        "# mine\r\n" + pkcs8(KEY.getPrivate()) + pem(LEAF, ROOT).replace("\n", "\r\n");

    var valid = valid(check(certificate, traditional(KEY.getPrivate()), NOW));

    assertThat(valid.chainPem()).isEqualTo(pem(LEAF, ROOT));
    assertThat(valid.keyPem()).isEqualTo(pkcs8(KEY.getPrivate()));
    assertThat(valid.notBefore()).isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(valid.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(valid.notes()).isEmpty();
  }

  @Test
  void takesRsa() {
    var certificate = selfSigned(RSA_2048, false);
    assertThat(valid(check(pem(certificate), traditional(RSA_2048.getPrivate()), NOW)).notes())
        .isEmpty();
  }

  @Test
  void notesTimesAndOrderWithoutRefusing() {
    var key = pkcs8(KEY.getPrivate());
    assertThat(kinds(valid(check(pem(LEAF), key, NOW.plus(Duration.ofDays(1)))).notes()))
        .containsExactly(EXPIRED);
    assertThat(kinds(valid(check(pem(LEAF), key, NOW.minus(Duration.ofDays(1)))).notes()))
        .containsExactly(NOT_YET_VALID);
    assertThat(valid(check(pem(LEAF, LEAF, ROOT), key, NOW)).notes())
        .extracting(CertificateProblem::toString)
        .containsExactly("tls.crt: certificate 2 hasn't signed certificate 1");
    assertThat(kinds(valid(check(pem(LEAF, LEAF), key, NOW.plus(Duration.ofDays(2)))).notes()))
        .containsExactly(EXPIRED, BROKEN_CHAIN);
  }

  @Test
  void refusesAKeyThatIsNotTheLeafs() {
    var other = invalid(pem(LEAF), pkcs8(ec("secp256r1").getPrivate()));
    assertThat(kinds(other.problems())).containsExactly(KEY_MISMATCH);
    assertThat(kinds(invalid(pem(LEAF), pkcs8(RSA_2048.getPrivate())).problems()))
        .containsExactly(KEY_MISMATCH);
    assertThat(invalid(pem(ROOT, LEAF), pkcs8(KEY.getPrivate())).reason())
        .isEqualTo("tls.key: belongs to certificate 2 of the chain, which must come first");
  }

  @Test
  void collectsTheProblemsOfBothParts() {
    assertThat(invalid("", "").reason())
        .isEqualTo(
            "tls.crt: no certificate (expected: PEM with BEGIN CERTIFICATE); "
                + "tls.key: no private key (expected: PEM with BEGIN PRIVATE KEY)");
    assertThat(kinds(invalid(pkcs8(KEY.getPrivate()), pem(LEAF)).problems()))
        .containsExactly(NO_CERTIFICATE, NO_KEY);
  }

  @Test
  void boundsSizes() {
    var key = pkcs8(KEY.getPrivate());
    assertThat(kinds(invalid(pem(LEAF) + " ".repeat(1 << 20), key).problems()))
        .containsExactly(TOO_LARGE);
    assertThat(kinds(invalid(pem(LEAF).repeat(21), key).problems()))
        .containsExactly(TOO_MANY_CERTIFICATES);
  }

  @Test
  void refusesBytesBehindACertificate() throws Exception {
    var encoded = LEAF.getEncoded();
    var longer = java.util.Arrays.copyOf(encoded, encoded.length + 1);
    var problems = invalid(PemText.of("CERTIFICATE", longer), pkcs8(KEY.getPrivate())).problems();
    assertThat(kinds(problems)).containsExactly(MALFORMED_CERTIFICATE);
  }

  @Property
  void neverCrashesAndNeverQuotesTheKey(
      @ForAll @Size(max = 400) byte[] content, @ForAll @Size(max = 5) List<Integer> cuts) {
    var key = new StringBuilder(pkcs8(KEY.getPrivate()));
    var body = key.toString().lines().toList().get(1);
    for (var cut : cuts) {
      key.deleteCharAt(Math.floorMod(cut, key.length()));
    }
    var result = check(PemText.of("CERTIFICATE", content), key.toString(), NOW);
    assertThat(result).isInstanceOf(TlsSecretResult.Invalid.class);
    assertThat(result.toString()).doesNotContain(body.substring(0, 8), body.substring(40, 48));
  }
}

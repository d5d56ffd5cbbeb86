package dev.sekisho.certs;

import static dev.sekisho.certs.CertificateProblem.Kind.ENCRYPTED_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.MALFORMED_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.NO_KEY;
import static dev.sekisho.certs.CertificateProblem.Kind.SEVERAL_KEYS;
import static dev.sekisho.certs.CertificateProblem.Kind.TOO_LARGE;
import static dev.sekisho.certs.CertificateProblem.Kind.UNSUPPORTED_KEY;
import static dev.sekisho.certs.TestCertificates.RSA_2048;
import static dev.sekisho.certs.TestCertificates.bytes;
import static dev.sekisho.certs.TestCertificates.ec;
import static dev.sekisho.certs.TestCertificates.kinds;
import static dev.sekisho.certs.TestCertificates.loaded;
import static dev.sekisho.certs.TestCertificates.pkcs8;
import static dev.sekisho.certs.TestCertificates.refused;
import static dev.sekisho.certs.TestCertificates.traditional;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivateKey;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyReaderTest {
  private static LoadResult<PrivateKey> read(String pem) {
    return PrivateKeyReader.read("tls.key", bytes(pem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void readsEcKeysInBothForms(String curve) {
    var key = ec(curve);
    assertThat(loaded(read(pkcs8(key.getPrivate())))).isEqualTo(key.getPrivate());
    assertThat(loaded(read(traditional(key.getPrivate())))).isEqualTo(key.getPrivate());
  }

  @Test
  void readsRsaKeysInBothForms() {
    assertThat(loaded(read(pkcs8(RSA_2048.getPrivate())))).isEqualTo(RSA_2048.getPrivate());
    assertThat(loaded(read(traditional(RSA_2048.getPrivate())))).isEqualTo(RSA_2048.getPrivate());
  }

  @Test
  void passesOverWhatOpensslWritesBesideTheKey() {
    var key = ec("secp256r1").getPrivate();
    var parameters = PemText.of("EC PARAMETERS", new byte[] {6, 1, 1});
    assertThat(loaded(read(parameters + traditional(key)))).isNotNull();
  }

  @Test
  void refusesKindsThatCannotBeServed() {
    for (var key :
        List.of(
            TestCertificates.rsa(1024),
            TestCertificates.of("Ed25519", 255),
            TestCertificates.of("DSA", 2048))) {
      assertThat(kinds(refused(read(pkcs8(key.getPrivate())))))
          .as(key.getPrivate().getAlgorithm())
          .containsExactly(UNSUPPORTED_KEY);
    }
  }

  @Test
  void saysWhatIsWrong() {
    var pem = pkcs8(RSA_2048.getPrivate());
    var encrypted =
        PemText.of("RSA PRIVATE KEY", new byte[] {1})
            .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\n\n");
    assertThat(kinds(refused(read("")))).containsExactly(NO_KEY);
    assertThat(kinds(refused(read(pem + pem)))).containsExactly(SEVERAL_KEYS);
    assertThat(kinds(refused(read(pem + " ".repeat(PrivateKeyReader.MAX_BYTES)))))
        .containsExactly(TOO_LARGE);
    assertThat(kinds(refused(read(PemText.of("ENCRYPTED PRIVATE KEY", new byte[] {1})))))
        .containsExactly(ENCRYPTED_KEY);
    assertThat(kinds(refused(read(encrypted)))).containsExactly(ENCRYPTED_KEY);
    assertThat(refused(read("\n\n" + PemText.of("PRIVATE KEY", new byte[] {1, 2, 3}))))
        .extracting(CertificateProblem::toString)
        .containsExactly("tls.key: line 3: not a readable private key");
  }

  @Test
  void survivesDeepNesting() {
    var nested = new byte[40_000];
    for (var i = 0; i < nested.length; i++) {
      nested[i] = i % 2 == 0 ? (byte) 0x30 : (byte) 0x80;
    }
    assertThat(kinds(refused(read(PemText.of("PRIVATE KEY", nested)))))
        .containsExactly(MALFORMED_KEY);
  }

  @Property
  void neverCrashesOnArbitraryContent(@ForAll @Size(max = 300) byte[] content) {
    for (var label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
      assertThat(read(PemText.of(label, content))).isInstanceOf(LoadResult.Refused.class);
    }
  }

  @Property
  void aDamagedKeyIsRefusedOrReadAsItWas(
      @ForAll @IntRange(max = 1200) int position, @ForAll byte value) {
    var encoded = RSA_2048.getPrivate().getEncoded();
    var damaged = encoded.clone();
    damaged[position % damaged.length] = value;
    if (read(PemText.of("PRIVATE KEY", damaged)) instanceof LoadResult.Loaded<PrivateKey>(var key)
        && KeyMatch.matches(key, RSA_2048.getPublic())) {
      assertThat(key.getEncoded()).isEqualTo(encoded);
    }
  }
}

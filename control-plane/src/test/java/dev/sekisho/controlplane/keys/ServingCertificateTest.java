package dev.sekisho.controlplane.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingCertificateTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path temp;
  private DataDirectory directory;
  private CertificateAuthority authority;

  @BeforeEach
  void directory() {
    directory = DataDirectory.open(temp.resolve("data"));
    authority = Authorities.loadOrCreate(directory, NOW, RANDOM);
  }

  @Test
  void namesTheServiceAndThisMachine() throws GeneralSecurityException {
    var issued = serving("sekisho-system").at(NOW).certificate();

    assertThat(issued.leaf().getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder(
            "sekisho",
            "sekisho.sekisho-system",
            "sekisho.sekisho-system.svc",
            "sekisho.sekisho-system.svc.cluster.local",
            "localhost",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1");
    issued.leaf().verify(authority.certificate().getPublicKey());
    assertThat(Duration.between(NOW, issued.notAfter())).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void isKeptUntilHalfItsLifeAlsoAcrossRestarts() {
    var first = serving("ns").at(NOW).certificate();

    // Half of 7 days is 84 hours; the jitter takes off a tenth of the life at most.
    assertSame(serving("ns").at(NOW.plus(Duration.ofHours(66))).certificate(), first);
    assertThat(serving("ns").at(NOW.plus(Duration.ofHours(85))).certificate().leaf())
        .isNotEqualTo(first.leaf());
  }

  @Test
  void theRenewedOneIsKeptToo() {
    var serving = serving("ns");
    serving.at(NOW);
    var later = NOW.plus(Duration.ofHours(85));
    var renewed = serving.at(later).certificate();

    assertThat(renewed.notAfter()).isEqualTo(later.plus(Duration.ofDays(7)));
    assertSame(serving.at(later.plus(Duration.ofHours(1))).certificate(), renewed);
    assertSame(serving("ns").at(later.plus(Duration.ofHours(1))).certificate(), renewed);
  }

  @Test
  void anExpiredOneIsReplaced() {
    var first = serving("ns").at(NOW).certificate();

    assertThat(serving("ns").at(NOW.plus(Duration.ofDays(8))).certificate().leaf())
        .isNotEqualTo(first.leaf());
  }

  @Test
  void ofAnotherNamespaceIsReplaced() {
    var first = serving("ns").at(NOW).certificate();

    assertThat(serving("other").at(NOW).certificate().leaf()).isNotEqualTo(first.leaf());
  }

  @Test
  void garbageIsReplaced() throws IOException {
    for (String file : new String[] {"serving/cert.pem", "serving/key.pem"}) {
      serving("ns").at(NOW);
      Files.writeString(directory.resolve(file), "garbage");

      var replaced = serving("ns").at(NOW).certificate();

      assertThat(Files.readString(directory.resolve(file))).startsWith("-----BEGIN");
      assertSame(serving("ns").at(NOW).certificate(), replaced);
    }
  }

  @Test
  void aCertificateWithoutItsKeyIsReplaced() throws IOException {
    var first = serving("ns").at(NOW).certificate();
    Files.delete(directory.resolve("serving/key.pem"));

    assertThat(serving("ns").at(NOW).certificate().leaf()).isNotEqualTo(first.leaf());
  }

  @Test
  void ofAnotherRootIsReplaced() throws GeneralSecurityException {
    serving("ns").at(NOW);
    authority = CertificateAuthority.createRoot(Authorities.TRUST_DOMAIN, NOW, RANDOM);

    serving("ns").at(NOW).certificate().leaf().verify(authority.certificate().getPublicKey());
  }

  private ServingCertificate serving(String namespace) {
    return new ServingCertificate(
        Optional.of(directory),
        Authority.fixed(authority),
        ServingNames.of(namespace, true),
        Duration.ofDays(7),
        RANDOM);
  }

  private static void assertSame(IssuedCertificate one, IssuedCertificate other) {
    assertThat(one.leaf()).isEqualTo(other.leaf());
  }
}

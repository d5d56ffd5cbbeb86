package dev.sekisho.certs;

import static dev.sekisho.certs.TestCertificates.GATEWAY;
import static dev.sekisho.certs.TestCertificates.RANDOM;
import static dev.sekisho.certs.TestCertificates.TRUST_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by Java's own implementation, which reads the real clock. */
class HandshakeTest {
  private final Instant now = Instant.now();
  private final CertificateAuthority ca =
      CertificateAuthority.createRoot(TRUST_DOMAIN, now, RANDOM);
  private final IssuedCertificate server =
      ca.issue(
          IssuanceProfile.serving(
              List.of("sekisho.sekisho-system.svc", "localhost"),
              List.of("127.0.0.1", "::1"),
              IssuanceProfile.SERVING_VALIDITY),
          now,
          RANDOM);
  private final IssuedCertificate client =
      ca.issue(IssuanceProfile.client(GATEWAY, IssuanceProfile.IDENTITY_VALIDITY), now, RANDOM);

  private TlsPeers peers() {
    return new TlsPeers(ca.trustBundle(), ca.trustBundle(), server, Optional.of(client));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sekisho.sekisho-system.svc", "localhost", "127.0.0.1", "::1"})
  void aServerIsTrustedUnderEachOfItsNames(String host) throws Exception {
    var session = peers().shake(host, "TLSv1.3");
    assertThat(SpiffeId.of((X509Certificate) session.getPeerCertificates()[0])).contains(GATEWAY);
    assertThat(peers().shake(host, "TLSv1.2").getProtocol()).isEqualTo("TLSv1.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sekisho", "127.0.0.2", "evil.example"})
  void aServerIsNotTrustedUnderAnotherName(String host) {
    assertThatThrownBy(() -> peers().shake(host, "TLSv1.3")).isInstanceOf(SSLException.class);
  }

  @Test
  void aClientOfAnotherAuthorityIsTurnedAway() {
    var stranger =
        CertificateAuthority.createRoot(TRUST_DOMAIN, now, RANDOM)
            .issue(IssuanceProfile.workload(GATEWAY), now, RANDOM);
    assertRefused(stranger);
  }

  @Test
  void aServingCertificateIsNoClients() {
    assertRefused(server);
  }

  @Test
  void anIdentityThatHasEndedIsTurnedAway() {
    var then = now.minusSeconds(60);
    var old = CertificateAuthority.createRoot(TRUST_DOMAIN, then.minusSeconds(600), RANDOM);
    var ended =
        old.issue(
            IssuanceProfile.client(GATEWAY, java.time.Duration.ofMinutes(1)),
            then.minusSeconds(60),
            RANDOM);
    var peers = new TlsPeers(old.trustBundle(), ca.trustBundle(), server, Optional.of(ended));
    assertThatThrownBy(() -> peers.shake("localhost", "TLSv1.3")).isInstanceOf(SSLException.class);
  }

  @Test
  void aClientWithoutACertificateIsTurnedAway() {
    var peers = new TlsPeers(ca.trustBundle(), ca.trustBundle(), server, Optional.empty());
    assertThatThrownBy(() -> peers.shake("localhost", "TLSv1.3")).isInstanceOf(SSLException.class);
  }

  @Test
  void whatAnIntermediateIssuedIsTrustedByItsRoot() throws Exception {
    var how = Chain.likeRealOnes().from(now.minusSeconds(60)).until(now.plusSeconds(3600));
    var root = Chain.root("root", how);
    var middle = root.below("middle", how.withKey(TestCertificates.rsa(2048)));
    var signer = middle.below("signer", how.withKey(TestCertificates.ec("secp384r1")));
    var files = signer.files(root.certificate(), signer.certificate(), middle.certificate());
    var authority = TestCertificates.loaded(PluggedInAuthority.load(files, now));
    var workload = authority.issue(IssuanceProfile.workload(GATEWAY), now, RANDOM);
    var trusted = authority.trustBundle();

    var session =
        new TlsPeers(trusted, trusted, workload, Optional.of(workload)).shake("", "TLSv1.3");

    assertThat(SpiffeId.of((X509Certificate) session.getPeerCertificates()[0])).contains(GATEWAY);
    assertThat(session.getPeerCertificates()).hasSize(3);
  }

  @Test
  void aWorkloadIsBothServerAndClient() throws Exception {
    var workload = ca.issue(IssuanceProfile.workload(GATEWAY), now, RANDOM);
    var peers = new TlsPeers(ca.trustBundle(), ca.trustBundle(), workload, Optional.of(workload));
    // Without a name to check: a workload has only its identity.
    assertThat(peers.shake("", "TLSv1.3").getProtocol()).isEqualTo("TLSv1.3");
  }

  private void assertRefused(IssuedCertificate shown) {
    var peers = new TlsPeers(ca.trustBundle(), ca.trustBundle(), server, Optional.of(shown));
    assertThatThrownBy(() -> peers.shake("localhost", "TLSv1.3")).isInstanceOf(SSLException.class);
  }
}

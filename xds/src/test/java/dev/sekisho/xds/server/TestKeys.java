package dev.sekisho.xds.server;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate authority with a server's and a client's certificate. */
final class TestKeys {
  private static final TrustDomain DOMAIN = new TrustDomain("cluster.local");
  private static final Duration VALIDITY = Duration.ofHours(1);

  final CertificateAuthority authority;
  final IssuedCertificate server;
  final IssuedCertificate client;

  TestKeys() {
    var random = new SecureRandom();
    var now = Instant.now();
    authority = CertificateAuthority.createRoot(DOMAIN, now, random);
    server =
        authority.issue(
            IssuanceProfile.serving(List.of("localhost"), List.of("127.0.0.1"), VALIDITY),
            now,
            random);
    client =
        authority.issue(
            IssuanceProfile.client(new SpiffeId(DOMAIN, "test", "gateway"), VALIDITY), now, random);
  }

  XdsKeyMaterial material() {
    return new XdsKeyMaterial(server.chain(), server.privateKey(), authority.trustBundle().roots());
  }

  /** For a client that trusts this authority and shows a certificate of it. */
  ChannelCredentials credentials() {
    return credentials(client);
  }

  /** For a client that trusts this authority and shows another's certificate. */
  ChannelCredentials credentials(IssuedCertificate shown) {
    try {
      return trusting()
          .keyManager(stream(shown.certificatePem()), stream(shown.privateKeyPem()))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a client that trusts this authority and shows no certificate. */
  ChannelCredentials anonymous() {
    return trusting().build();
  }

  private TlsChannelCredentials.Builder trusting() {
    try {
      return TlsChannelCredentials.newBuilder().trustManager(stream(authority.certificatePem()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }
}

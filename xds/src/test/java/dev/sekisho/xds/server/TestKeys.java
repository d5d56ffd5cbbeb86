package dev.sekisho.xds.server;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.IssuedCertificate;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.bootstrap.XdsCredential;
import dev.sekisho.xds.bootstrap.XdsTls;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /** The client's certificate and key and the root, in files of that folder, for an Envoy. */
  XdsTls clientFiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    var ca = Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
    var certificate = Files.writeString(folder.resolve("client.pem"), client.certificatePem());
    var key = Files.writeString(folder.resolve("client.key"), client.privateKeyPem());
    return new XdsTls(
        ca.toString(),
        new XdsCredential.ClientCertificate(certificate.toString(), key.toString()),
        Optional.empty());
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

package dev.sekisho.benchmarks.admission;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.TrustDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A key pair for those who don't make one themselves, of the kind that Sekisho makes itself. */
record KeyFiles(Path certificate, Path key) {

  static KeyFiles create(Path folder) throws IOException {
    var random = new SecureRandom();
    var now = Instant.now();
    var authority =
        CertificateAuthority.createRoot(new TrustDomain("benchmark.local"), now, random);
    var issued =
        authority.issue(
            new IssuanceProfile.Serving(
                List.of("localhost"), List.of("127.0.0.1"), Duration.ofDays(7)),
            now,
            random);
    return new KeyFiles(
        Files.writeString(folder.resolve("cert.pem"), issued.certificatePem()),
        Files.writeString(folder.resolve("key.pem"), issued.privateKeyPem()));
  }
}

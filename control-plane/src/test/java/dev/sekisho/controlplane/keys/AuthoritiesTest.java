package dev.sekisho.controlplane.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path temp;
  private Path root;

  @BeforeEach
  void folder() {
    root = temp.resolve("data");
  }

  @Test
  void createsOnceAndLoadsTheSameAgain() throws IOException {
    var created = load(NOW);
    var files = files();

    assertThat(load(NOW.plusSeconds(5)).certificate()).isEqualTo(created.certificate());
    assertThat(files()).isEqualTo(files).containsKeys("ca/root-cert.pem", "ca/root-key.pem");
    assertThat(DataDirectoryTest.mode(root.resolve("ca/root-key.pem"))).isEqualTo("rw-------");
  }

  @Test
  void refusesASpoiltCertificate() throws IOException {
    load(NOW);
    write("ca/root-cert.pem", "-----BEGIN CERTIFICATE-----\ngarbage\n-----END CERTIFICATE-----\n");

    refused(NOW, "ca/root-cert.pem", "certificate");
  }

  @Test
  void refusesASpoiltKeyAndDoesNotShowIt() throws IOException {
    load(NOW);
    write("ca/root-key.pem", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    refused(NOW, "ca/root-cert.pem", "private key");
  }

  @Test
  void refusesAKeyOfAnother() throws IOException {
    load(NOW);
    write(
        "ca/root-key.pem",
        CertificateAuthority.createRoot(Authorities.TRUST_DOMAIN, NOW, RANDOM).privateKeyPem());

    refused(NOW, "ca/root-cert.pem", "key");
  }

  @Test
  void refusesAMissingKey() throws IOException {
    load(NOW);
    Files.delete(root.resolve("ca/root-key.pem"));

    refused(NOW, "ca/root-key.pem is missing", "ca/root-cert.pem is there");
  }

  @Test
  void refusesAMissingCertificate() throws IOException {
    load(NOW);
    Files.delete(root.resolve("ca/root-cert.pem"));

    refused(NOW, "ca/root-cert.pem is missing", "ca/root-key.pem is there");
  }

  @Test
  void refusesAnExpiredRoot() throws IOException {
    var end = load(NOW).notAfter();

    refused(end.plus(Duration.ofSeconds(1)), "ca/root-cert.pem", "expired");
    assertThat(load(end.minusSeconds(1)).notAfter()).isEqualTo(end);
  }

  @Test
  void whoStartsAtTheSameMomentGetsTheSameRoot() throws Exception {
    int many = 8;
    var start = new CyclicBarrier(many);
    try (var pool = Executors.newFixedThreadPool(many)) {
      var roots =
          IntStream.range(0, many)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            start.await(10, TimeUnit.SECONDS);
                            return load(NOW).certificatePem();
                          }))
              .toList();
      for (var each : roots) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(roots.getFirst().get());
      }
    }
  }

  private CertificateAuthority load(Instant now) {
    return Authorities.loadOrCreate(DataDirectory.open(root), now, RANDOM);
  }

  private void refused(Instant now, String... words) throws IOException {
    var before = files();
    assertThatThrownBy(() -> load(now))
        .isInstanceOfSatisfying(
            StartupException.class,
            e -> assertThat(e.reason()).isEqualTo(StartupException.Reason.INPUT))
        .message()
        .contains(words)
        .contains("restore", "new root")
        .doesNotContain("c2VjcmV0")
        .hasLineCount(1);
    assertThat(files()).as("nothing is overwritten").isEqualTo(before);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }

  private Map<String, String> files() throws IOException {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return all;
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.bootstrap.XdsCredential;
import dev.sekisho.xds.bootstrap.XdsTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bootstrap in the hands of real Envoys, the newest and the oldest supported one. */
class EnvoyBootstrapIT {
  private static final Path TARGET = Path.of("target", "envoy-bootstrap");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "envoy, xds.test, NONE",
    "envoy, localhost, READ_ONCE",
    "envoy, 127.0.0.1, WATCHED",
    "envoy-1.37, xds.test, WATCHED",
    "envoy-1.37, ::1, NONE"
  })
  @Timeout(60)
  void isValid(String tool, String host, ClientFiles files)
      throws IOException, InterruptedException {
    var folder = folder("valid-" + tool + "-" + files);
    var options = options(host, 15012, files.tls(new TestKeys(), folder));
    var bootstrap = write(options, folder);

    var process =
        new ProcessBuilder(
                EnvoyTool.path(tool).toString(), "--mode", "validate", "-c", bootstrap.toString())
            .redirectErrorStream(true)
            .start();
    var log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log).contains("configuration", "OK").doesNotContainIgnoringCase("deprecated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"envoy", "envoy-1.37"})
  @Timeout(120)
  void renewedCertificatesAreTakenUp(String tool) throws IOException {
    var folder = folder("renewal-" + tool);
    var old = new TestKeys();
    var options = options("127.0.0.1", 1, ClientFiles.WATCHED.tls(old, folder));
    write(options, folder);
    try (var envoy = EnvoyProcess.start(EnvoyTool.path(tool), options, folder)) {
      awaitCertificate(folder, serial(old));
      var renewed = new TestKeys();
      replace(folder.resolve("client.key"), renewed.client.privateKeyPem());
      replace(folder.resolve("client.pem"), renewed.client.certificatePem());
      awaitCertificate(folder, serial(renewed));
      assertThat(envoy.configDump().isEmpty()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"envoy", "envoy-1.37"})
  @Timeout(60)
  void statisticsHaveWholeNames(String tool) throws IOException {
    var folder = folder("statistics-" + tool);
    var options = options("127.0.0.1", 1, Optional.empty());
    try (var envoy = EnvoyProcess.start(EnvoyTool.path(tool), options, folder)) {
      assertThat(admin(folder, "/stats/prometheus"))
          .contains("envoy_cluster_upstream_cx_total{cluster_name=\"xds-grpc\"}");
      assertThat(envoy.configDump().isEmpty()).isFalse();
    }
  }

  /** Which TLS the xDS connection has. */
  enum ClientFiles {
    NONE,
    READ_ONCE,
    WATCHED;

    Optional<XdsTls> tls(TestKeys keys, Path folder) throws IOException {
      replace(folder.resolve("ca.pem"), keys.authority.certificatePem());
      replace(folder.resolve("client.pem"), keys.client.certificatePem());
      replace(folder.resolve("client.key"), keys.client.privateKeyPem());
      var secrets = this == WATCHED ? Optional.of(folder.toString()) : Optional.<String>empty();
      var tls =
          new XdsTls(
              folder.resolve("ca.pem").toString(),
              new XdsCredential.ClientCertificate(
                  folder.resolve("client.pem").toString(), folder.resolve("client.key").toString()),
              secrets);
      return this == NONE ? Optional.empty() : Optional.of(tls);
    }
  }

  private static Path folder(String name) throws IOException {
    return Files.createDirectories(
        TARGET.resolve(name.toLowerCase(Locale.ROOT).replace(':', '_')).toAbsolutePath());
  }

  private static BootstrapOptions options(String host, int port, Optional<XdsTls> tls) {
    return new BootstrapOptions(
        ProxyRole.GATEWAY, "127.0.0.1~gateway.test~test.svc.cluster.local", host, port, tls, 0);
  }

  private static Path write(BootstrapOptions options, Path folder) throws IOException {
    for (var file : BootstrapWriter.secretFiles(options).entrySet()) {
      Files.writeString(Path.of(file.getKey()), file.getValue());
    }
    return Files.writeString(folder.resolve("bootstrap.json"), BootstrapWriter.write(options));
  }

  /** As renewals do it: readers see the old file or the new one. */
  private static void replace(Path file, String content) throws IOException {
    var temporary = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String serial(TestKeys keys) {
    return keys.client.leaf().getSerialNumber().toString(16);
  }

  private static void awaitCertificate(Path folder, String serial) {
    Eventually.await(
        "Envoy to use the certificate " + serial,
        PATIENCE,
        () -> admin(folder, "/certs").contains(serial));
  }

  private static String admin(Path folder, String path) throws IOException {
    var address = Files.readString(folder.resolve("admin")).strip();
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while asking Envoy", e);
    }
  }
}

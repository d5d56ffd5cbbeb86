package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.bootstrap.XdsCredential;
import dev.sekisho.xds.bootstrap.XdsTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Envoy that authenticates with a token, as kubelet renews it under a running Pod. */
class EnvoyTokenIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private KubeletVolume tokens;
  private KubeletVolume roots;

  @BeforeEach
  void mountVolumes() throws IOException {
    tokens = new KubeletVolume(folder.resolve("tokens"), "token");
    roots = new KubeletVolume(folder.resolve("roots"), "root-cert.pem");
  }

  @ParameterizedTest
  @CsvSource({"envoy, SIDECAR, xds.test", "envoy-1.37, GATEWAY, 127.0.0.1"})
  @Timeout(60)
  void isValid(String tool, ProxyRole role, String host) throws IOException, InterruptedException {
    tokens.put("one");
    roots.put(new TestKeys().authority.certificatePem());
    var process =
        new ProcessBuilder(
                EnvoyTool.path(tool).toString(),
                "--mode",
                "validate",
                "-c",
                write(options(role, host, 15012)).toString())
            .redirectErrorStream(true)
            .start();
    var log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(log).isZero();
    assertThat(log).contains("configuration", "OK").doesNotContainIgnoringCase("deprecated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"envoy", "envoy-1.37"})
  @Timeout(120)
  void renewedTokensAndRootsAreTakenUp(String tool) throws IOException {
    var first = new TestKeys();
    tokens.put("one");
    roots.put(first.authority.certificatePem());
    int port;
    try (var server = HeaderServer.start(0, first)) {
      port = server.port();
      var options = options(ProxyRole.SIDECAR, "127.0.0.1", port);
      write(options);
      try (var envoy = EnvoyProcess.start(EnvoyTool.path(tool), options, folder)) {
        server.awaitStream("Bearer one", PATIENCE);

        tokens.put("two");
        server.awaitStream("Bearer two", PATIENCE);
        assertThat(server.seen()).containsOnly("Bearer one", "Bearer two");

        server.stop();
        assertAnotherRootIsTakenUp(port, envoy);
      }
    }
  }

  private void assertAnotherRootIsTakenUp(int port, EnvoyProcess envoy) throws IOException {
    var second = new TestKeys();
    try (var server = HeaderServer.start(port, second)) {
      Eventually.await(
          "Envoy to refuse a server of a root that it doesn't trust",
          PATIENCE,
          () -> envoy.stat("cluster.xds-grpc;.ssl.fail_verify_error") > 0);
      assertThat(server.seen()).as("no token for a stranger").isEmpty();

      roots.put(second.authority.certificatePem());
      server.awaitStream("Bearer two", PATIENCE);
    }
  }

  private BootstrapOptions options(ProxyRole role, String host, int port) {
    return new BootstrapOptions(
        role,
        "127.0.0.1~web-1.shop~shop.svc.cluster.local",
        host,
        port,
        Optional.of(
            new XdsTls(
                roots.file().toString(),
                new XdsCredential.Token(tokens.file().toString()),
                Optional.of(folder.toString()))),
        0);
  }

  private Path write(BootstrapOptions options) throws IOException {
    for (var file : BootstrapWriter.secretFiles(options).entrySet()) {
      Files.writeString(Path.of(file.getKey()), file.getValue());
    }
    return Files.writeString(folder.resolve("bootstrap.json"), BootstrapWriter.write(options));
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.golden.GoldenCase;
import dev.sekisho.xds.model.GatewayPorts;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every golden case, pushed over delta ADS to a running Envoy, the newest and the oldest supported
 * one: it must ACK every type and use what it was sent.
 */
class EnvoyAckIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path TARGET = Path.of("target", "envoy-ack");

  @ParameterizedTest
  @CsvSource({"envoy, tls", "envoy, plaintext", "envoy-1.37, tls", "envoy-1.37, plaintext"})
  @Timeout(300)
  void acksEveryGolden(String tool, String port) throws IOException {
    var binary = EnvoyTool.path(tool);
    var folder = TARGET.resolve(tool + "-" + port).toAbsolutePath();
    var scope = port.equals("tls") ? ProxyScope.GATEWAY : ProxyScope.GATEWAY_PLAINTEXT;
    var ports = freePorts();
    try (var server = new TestServer();
        var envoy = EnvoyProcess.start(binary, options(server, scope, folder), folder)) {
      for (var golden : GoldenCase.all()) {
        var snapshot = golden.snapshot(ports, scope);
        server.store.publish(scope, snapshot);
        assertUses(golden.name(), snapshot, envoy, server);
      }
      // All away, then the first again: removals are taken as well.
      server.store.publish(scope, ResourceSnapshot.EMPTY);
      assertUses("nothing", ResourceSnapshot.EMPTY, envoy, server);
      var first = GoldenCase.all().getFirst().snapshot(ports, scope);
      server.store.publish(scope, first);
      assertUses("the first case again", first, envoy, server);

      assertThat(server.events.acked)
          .contains(ResourceType.CLUSTER, ResourceType.ENDPOINT, ResourceType.LISTENER)
          .contains(ResourceType.ROUTE);
      assertThat(server.events.acked.contains(ResourceType.SECRET))
          .isEqualTo(scope.equals(ProxyScope.GATEWAY));
      assertThat(server.server.connections()).as("one stream all the time").hasSize(1);
    }
  }

  private static void assertUses(
      String name, ResourceSnapshot snapshot, EnvoyProcess envoy, TestServer server)
      throws IOException {
    var expected = EnvoyConfig.of(snapshot);
    try {
      Eventually.await(
          "Envoy to use " + name,
          PATIENCE,
          () ->
              !server.events.nacks.isEmpty()
                  || (server.events.acked.size() == server.events.pushed.size()
                      && EnvoyConfig.of(envoy.configDump()).withoutOwnSecrets().equals(expected)));
    } catch (AssertionError e) {
      envoy.keepConfigDump();
      assertThat(EnvoyConfig.of(envoy.configDump()).withoutOwnSecrets())
          .as(name)
          .isEqualTo(expected);
      assertThat(server.events.acked).as(name).hasSameSizeAs(server.events.pushed);
      throw e;
    }
    assertThat(server.events.nacks).as(name).isEmpty();
  }

  private static BootstrapOptions options(TestServer server, ProxyScope scope, Path folder)
      throws IOException {
    var secure = scope.equals(ProxyScope.GATEWAY);
    return new BootstrapOptions(
        ProxyRole.GATEWAY,
        "127.0.0.1~gateway.test~test.svc.cluster.local",
        "127.0.0.1",
        secure ? server.server.tlsPort() : server.server.plaintextPort().orElseThrow(),
        secure ? Optional.of(server.keys.clientFiles(folder)) : Optional.empty(),
        0);
  }

  private static GatewayPorts freePorts() throws IOException {
    try (var http = new ServerSocket(0);
        var https = new ServerSocket(0)) {
      return new GatewayPorts(http.getLocalPort(), https.getLocalPort());
    }
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.golden.InboundCase;
import dev.sekisho.xds.golden.SidecarCase;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.model.sidecar.StatusPorts;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every golden case of sidecars, pushed over delta ADS to a running Envoy that has its certificate
 * from the same stream: it must ACK every type and use what it was sent.
 */
class SidecarAckIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path TARGET = Path.of("target", "sidecar-ack");

  @ParameterizedTest
  @ValueSource(strings = {"envoy", "envoy-1.37"})
  @Timeout(300)
  void acksEveryGolden(String tool) throws IOException {
    var binary = EnvoyTool.path(tool);
    var folder = TARGET.resolve(tool).toAbsolutePath();
    var ports = freePorts();
    try (var server = new TestServer();
        var envoy = EnvoyProcess.start(binary, options(server, folder), folder)) {
      for (var golden : SidecarCase.all()) {
        publish(golden.name(), golden.snapshot(ports), envoy, server);
      }
      for (var golden : InboundCase.all()) {
        publish(golden.name(), golden.snapshot(ports, freeStatusPorts()), envoy, server);
      }
      publish("nothing", ResourceSnapshot.EMPTY, envoy, server);
      publish("the first again", SidecarCase.all().getFirst().snapshot(ports), envoy, server);

      assertThat(server.events.acked).contains(ResourceType.values());
    }
  }

  private static void publish(
      String name, ResourceSnapshot snapshot, EnvoyProcess envoy, TestServer server)
      throws IOException {
    server.store.publish(ProxyScope.SIDECAR, snapshot);
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
      throw e;
    }
    assertThat(server.events.nacks).as(name).isEmpty();
  }

  private static BootstrapOptions options(TestServer server, Path folder) throws IOException {
    return new BootstrapOptions(
        ProxyRole.SIDECAR,
        "127.0.0.1~sidecar.test~test.svc.cluster.local",
        "127.0.0.1",
        server.server.tlsPort(),
        Optional.of(server.keys.clientFiles(folder)),
        0);
  }

  private static SidecarPorts freePorts() throws IOException {
    try (var outbound = new ServerSocket(0);
        var inbound = new ServerSocket(0);
        var explicit = new ServerSocket(0)) {
      return new SidecarPorts(
          outbound.getLocalPort(), inbound.getLocalPort(), explicit.getLocalPort());
    }
  }

  private static StatusPorts freeStatusPorts() throws IOException {
    try (var probes = new ServerSocket(0);
        var health = new ServerSocket(0);
        var metrics = new ServerSocket(0)) {
      return new StatusPorts(
          0, probes.getLocalPort(), health.getLocalPort(), metrics.getLocalPort());
    }
  }
}

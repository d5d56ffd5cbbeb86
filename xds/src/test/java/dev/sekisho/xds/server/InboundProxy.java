package dev.sekisho.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.golden.SidecarCase;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.InboundResources;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A real Envoy with what a sidecar is sent for the connections to its application, and the control
 * plane that sends it. In the place of the kernel, which would redirect connections, the first line
 * of each says where it was going.
 */
final class InboundProxy implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> COMMON = Set.of("BlackHoleCluster", "InboundPassthroughCluster");

  final TestServer server = new TestServer();
  final SidecarPorts ports = new SidecarPorts(freePort(), freePort(), freePort());
  private final EnvoyProcess envoy;

  InboundProxy(String name) throws IOException {
    var folder = Path.of("target", "inbound", name).toAbsolutePath();
    try {
      envoy = EnvoyProcess.start(EnvoyTool.path("envoy"), options(folder), folder);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  /** A free port, which somebody else could take: for the ports of a listener. */
  static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("no free port", e);
    }
  }

  int adminPort() {
    return envoy.adminPort();
  }

  /** Returns when the proxy uses these; fails if it refuses them. */
  void use(String revision, InboundResources resources) throws IOException {
    var common =
        SidecarCase.all().getFirst().snapshot(ports).resources(ResourceType.CLUSTER).values();
    var snapshot =
        ResourceSnapshot.of(
            Map.of(
                ResourceType.CLUSTER,
                Stream.concat(
                        common.stream().filter(cluster -> COMMON.contains(cluster.name())),
                        resources.clusters().stream())
                    .toList(),
                ResourceType.LISTENER,
                resources.listeners().stream().map(InboundProxy::withFirstLine).toList()),
            revision);
    server.store.publish(ProxyScope.SIDECAR, snapshot);
    var expected = EnvoyConfig.of(snapshot);
    Eventually.await(
        "Envoy to use " + revision,
        PATIENCE,
        () ->
            !server.events.nacks.isEmpty()
                || EnvoyConfig.of(envoy.configDump()).withoutOwnSecrets().equals(expected));
    if (!server.events.nacks.isEmpty()) {
      throw new AssertionError("refused: " + server.events.nacks);
    }
  }

  private static EncodedResource withFirstLine(EncodedResource resource) {
    try {
      var listener = Any.parseFrom(resource.body()).unpack(Listener.class).toBuilder();
      if (listener.getListenerFiltersCount() == 0) {
        return resource;
      }
      return EncodedResource.encode(
          resource.name(),
          listener
              .setListenerFilters(
                  0,
                  ListenerFilter.newBuilder()
                      .setName("envoy.filters.listener.proxy_protocol")
                      .setTypedConfig(DeterministicBytes.pack(ProxyProtocol.getDefaultInstance())))
              .build());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(resource + " can't be read back", e);
    }
  }

  private BootstrapOptions options(Path folder) throws IOException {
    return new BootstrapOptions(
        ProxyRole.SIDECAR,
        "127.0.0.1~inbound.test~test.svc.cluster.local",
        "127.0.0.1",
        server.server.tlsPort(),
        Optional.of(server.keys.clientFiles(folder)),
        0);
  }

  @Override
  public void close() {
    envoy.close();
    server.close();
  }
}

package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.SidecarConfig;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.AccessLogs;
import dev.sekisho.xds.translate.HttpConnections;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The listener that connections are redirected to, and those that it hands them on to by where they
 * were going: one for all Services with HTTP on a port, one for each address of a TCP port.
 */
final class OutboundListeners {
  /**
   * How long the first bytes are waited for. A server that speaks first leaves its client silent;
   * then the connection passes through.
   */
  private static final Duration INSPECTION =
      Duration.newBuilder().setNanos(200_000_000).build(); // 200 ms

  private static final ListenerFilter HTTP_INSPECTOR =
      ListenerFilter.newBuilder()
          .setName("envoy.filters.listener.http_inspector")
          .setTypedConfig(DeterministicBytes.pack(HttpInspector.getDefaultInstance()))
          .build();

  Stream<Listener> translate(SidecarConfig config) {
    var http = httpPorts(config).mapToObj(OutboundListeners::http);
    var tcp =
        config.outbound().stream()
            .filter(port -> !port.protocol().isHttp())
            .flatMap(OutboundListeners::tcp);
    return Stream.of(Stream.of(virtualOutbound(config.ports().outbound())), http, tcp)
        .flatMap(listeners -> listeners);
  }

  /** The ports with HTTP on some Service, each once. */
  static IntStream httpPorts(SidecarConfig config) {
    return config.outbound().stream()
        .filter(port -> port.protocol().isHttp())
        .mapToInt(port -> port.ref().port())
        .distinct();
  }

  private static Listener virtualOutbound(int port) {
    return listener(SidecarNames.VIRTUAL_OUTBOUND, ResourceNames.listenerAddress(), port)
        .setUseOriginalDst(BoolValue.of(true))
        // Spreads a burst of connections over the worker threads.
        .setMaxConnectionsToAcceptPerSocketEvent(UInt32Value.of(1))
        .addAccessLog(AccessLogs.ofRefusedConnections())
        .addFilterChains(loopGuard(port))
        .addFilterChains(
            FilterChain.newBuilder()
                .setName(SidecarNames.CATCH_ALL_CHAIN)
                .addFilters(TcpProxies.to(SidecarNames.PASSTHROUGH)))
        .build();
  }

  /** A connection to the proxy itself would be passed on to where it was going: here, again. */
  private static FilterChain loopGuard(int port) {
    return FilterChain.newBuilder()
        .setName(SidecarNames.LOOP_GUARD_CHAIN)
        .setFilterChainMatch(FilterChainMatch.newBuilder().setDestinationPort(UInt32Value.of(port)))
        .addFilters(TcpProxies.silentlyTo(SidecarNames.BLACK_HOLE))
        .build();
  }

  private static Listener http(int port) {
    var requests =
        FilterChain.newBuilder()
            .setFilterChainMatch(
                FilterChainMatch.newBuilder()
                    .setTransportProtocol("raw_buffer")
                    .addApplicationProtocols("http/1.1")
                    .addApplicationProtocols("h2c"))
            .addFilters(HttpConnections.ofApplication(port, SidecarNames.routes(port)));
    var others =
        FilterChain.newBuilder()
            .setName(SidecarNames.PASSTHROUGH_CHAIN)
            .addFilters(TcpProxies.to(SidecarNames.PASSTHROUGH));
    return unbound(ResourceNames.listener(port), ResourceNames.listenerAddress(), port)
        .addListenerFilters(HTTP_INSPECTOR)
        .setListenerFiltersTimeout(INSPECTION)
        .setContinueOnListenerFiltersTimeout(true)
        .addFilterChains(requests)
        .setDefaultFilterChain(others)
        .build();
  }

  /** Without an inspector: nothing is read before the server is connected to. */
  private static Stream<Listener> tcp(OutboundPort port) {
    var chain =
        FilterChain.newBuilder()
            .addFilters(TcpProxies.to(ResourceNames.cluster(port.ref())))
            .build();
    int number = port.ref().port();
    return port.vips().stream()
        .map(vip -> unbound(SidecarNames.listener(vip, number), vip, number))
        .map(listener -> listener.addFilterChains(chain).build());
  }

  private static Listener.Builder unbound(String name, String address, int port) {
    return listener(name, address, port).setBindToPort(BoolValue.of(false));
  }

  private static Listener.Builder listener(String name, String address, int port) {
    return Listener.newBuilder()
        .setName(name)
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder().setAddress(address).setPortValue(port)))
        .setTrafficDirection(TrafficDirection.OUTBOUND);
  }
}

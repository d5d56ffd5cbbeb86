package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
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

  private final OutboundTrafficPolicy policy;

  /**
   * @param policy for what goes to no Service
   */
  OutboundListeners(OutboundTrafficPolicy policy) {
    this.policy = policy;
  }

  /** The listener that connections are redirected to. */
  Listener virtualOutbound(int port) {
    return listener(SidecarNames.VIRTUAL_OUTBOUND, ResourceNames.listenerAddress(), port)
        .setUseOriginalDst(BoolValue.of(true))
        // Spreads a burst of connections over the worker threads.
        .setMaxConnectionsToAcceptPerSocketEvent(UInt32Value.of(1))
        .addAccessLog(AccessLogs.ofRefusedConnections())
        .addFilterChains(loopGuard(port))
        .addFilterChains(
            FilterChain.newBuilder()
                .setName(SidecarNames.CATCH_ALL_CHAIN)
                .addFilters(TcpProxies.to(SidecarNames.elsewhere(policy))))
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

  /** The one of all Services with HTTP on a port. */
  Listener http(int port) {
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
            .addFilters(TcpProxies.to(SidecarNames.elsewhere(policy)));
    return unbound(ResourceNames.listener(port), ResourceNames.listenerAddress(), port)
        .addListenerFilters(HTTP_INSPECTOR)
        .setListenerFiltersTimeout(INSPECTION)
        .setContinueOnListenerFiltersTimeout(true)
        .addFilterChains(requests)
        .setDefaultFilterChain(others)
        .build();
  }

  /**
   * One for each address. Without an inspector: nothing is read before the server is connected to.
   */
  static Stream<Listener> tcp(OutboundPort port) {
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

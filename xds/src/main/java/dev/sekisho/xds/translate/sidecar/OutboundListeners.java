package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.model.sidecar.IpFamilies;
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

/**
 * The listener that connections are redirected to, and those for all Services with HTTP on a port
 * that it hands them on to.
 */
final class OutboundListeners {
  /**
   * How long the first bytes are waited for where a Service's port may speak anything: the client
   * of a server that speaks first is silent for so long.
   */
  static final Duration DETECTION = Duration.newBuilder().setNanos(200_000_000).build(); // 200 ms

  /**
   * How long they are waited for where Services have declared that they speak HTTP. Whoever is
   * silent for longer passes through, past the Services and without mTLS: no client of theirs must
   * get there for being slow, throttled or early, but what isn't theirs may speak first.
   */
  private static final Duration SILENCE = Duration.newBuilder().setSeconds(5).build();

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
  Listener virtualOutbound(int port, IpFamilies families) {
    return Wildcards.on(families, port, listener(SidecarNames.VIRTUAL_OUTBOUND))
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

  /**
   * The one of all Services with HTTP on a port.
   *
   * @param families of the addresses that these have
   */
  Listener http(int port, IpFamilies families) {
    var requests =
        FilterChain.newBuilder()
            .setFilterChainMatch(
                FilterChainMatch.newBuilder()
                    .setTransportProtocol("raw_buffer")
                    .addApplicationProtocols("http/1.0")
                    .addApplicationProtocols("http/1.1")
                    .addApplicationProtocols("h2c"))
            .addFilters(HttpConnections.ofApplication(port, SidecarNames.routes(port)));
    var others =
        FilterChain.newBuilder()
            .setName(SidecarNames.PASSTHROUGH_CHAIN)
            .addFilters(TcpProxies.to(SidecarNames.elsewhere(policy)));
    var listener = listener(ResourceNames.listener(port)).setBindToPort(BoolValue.of(false));
    return inspected(Wildcards.on(families, port, listener), SILENCE)
        .addFilterChains(requests)
        .setDefaultFilterChain(others)
        .build();
  }

  /** The first bytes, waited for so long, tell what a connection speaks. */
  static Listener.Builder inspected(Listener.Builder listener, Duration wait) {
    return listener
        .addListenerFilters(HTTP_INSPECTOR)
        .setListenerFiltersTimeout(wait)
        .setContinueOnListenerFiltersTimeout(true);
  }

  /** One that connections are handed on to, by where they were going. */
  static Listener.Builder unbound(String name, String address, int port) {
    return listener(name)
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder().setAddress(address).setPortValue(port)))
        .setBindToPort(BoolValue.of(false));
  }

  private static Listener.Builder listener(String name) {
    return Listener.newBuilder().setName(name).setTrafficDirection(TrafficDirection.OUTBOUND);
  }
}

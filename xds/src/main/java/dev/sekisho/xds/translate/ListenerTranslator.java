package dev.sekisho.xds.translate;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.xds.model.ProxyConfig;
import dev.sekisho.xds.model.TlsChain;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Optional;
import java.util.stream.Stream;

/** Listeners: one for plaintext, and one for TLS where there is something to serve on it. */
final class ListenerTranslator {
  /** Bounds the TLS handshake. */
  private static final Duration TLS_CONNECT_TIMEOUT = Duration.newBuilder().setSeconds(15).build();

  /** There even where nothing is served, so that the port answers 404 rather than nothing. */
  Listener http(ProxyConfig config) {
    int port = config.ports().http();
    return listener(port).addFilterChains(chain(port, ResourceNames.httpRoutes(port))).build();
  }

  /** Empty without TLS chains: Envoy refuses a listener that has no filter chain. */
  Optional<Listener> https(ProxyConfig config) {
    if (config.tlsChains().isEmpty()) {
      return Optional.empty();
    }
    int port = config.ports().https();
    var listener = listener(port).addListenerFilters(DownstreamTls.inspector());
    config.tlsChains().stream()
        .flatMap(chain -> tlsChains(port, chain))
        .forEach(listener::addFilterChains);
    return Optional.of(listener.build());
  }

  private static Listener.Builder listener(int port) {
    return Listener.newBuilder()
        .setName(ResourceNames.listener(port))
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder()
                        .setAddress(ResourceNames.listenerAddress())
                        .setPortValue(port)))
        .setTrafficDirection(TrafficDirection.OUTBOUND)
        // Spreads a burst of connections over the worker threads.
        .setMaxConnectionsToAcceptPerSocketEvent(UInt32Value.of(1))
        .addAccessLog(AccessLogs.ofRefusedConnections());
  }

  private static FilterChain.Builder chain(int port, String routes) {
    return FilterChain.newBuilder().addFilters(HttpConnections.ofGateway(port, routes));
  }

  /** Two where an entry names {@code *} beside others: one match can't hold both. */
  private static Stream<FilterChain> tlsChains(int port, TlsChain tls) {
    var chain =
        chain(port, ResourceNames.httpsRoutes(tls))
            .setTransportSocket(DownstreamTls.socket(tls.certificate()))
            .setTransportSocketConnectTimeout(TLS_CONNECT_TIMEOUT)
            .build();
    var names = tls.sniHosts().stream().filter(host -> !host.equals(HostPattern.ANY)).toList();
    var matches = Stream.<FilterChainMatch>builder();
    if (!names.isEmpty()) {
      var match = FilterChainMatch.newBuilder();
      names.forEach(name -> match.addServerNames(name.toString()));
      matches.add(match.build());
    }
    if (names.size() < tls.sniHosts().size()) {
      matches.add(FilterChainMatch.getDefaultInstance());
    }
    return matches.build().map(match -> chain.toBuilder().setFilterChainMatch(match).build());
  }
}

package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.translate.AccessLogs;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;

/** The listener that connections to the application are redirected to. */
final class InboundListener {
  private InboundListener() {}

  static Listener of(InboundConfig config) {
    var filterChains = chains(config);
    var listener =
        Listener.newBuilder()
            .setName(InboundNames.VIRTUAL_INBOUND)
            .setTrafficDirection(TrafficDirection.INBOUND)
            // Spreads a burst of connections over the worker threads.
            .setMaxConnectionsToAcceptPerSocketEvent(UInt32Value.of(1))
            .addAccessLog(AccessLogs.ofRefusedConnections())
            .addAllFilterChains(filterChains);
    InboundInspectors.addTo(listener);
    return Wildcards.on(config.families(), config.proxy().inbound(), listener).build();
  }

  private static List<FilterChain> chains(InboundConfig config) {
    var mesh = config.mesh();
    var byPort = new InboundChains(config);
    var chains = new ArrayList<FilterChain>();
    chains.add(loopGuard(config.proxy().inbound()));
    chains.addAll(byPort.of(InboundTarget.others(), PortProtocol.DETECTED, mesh.mode()));
    config
        .undeclaredPorts()
        .forEach(
            (port, mode) ->
                chains.addAll(
                    byPort.of(InboundTarget.undeclared(port), PortProtocol.DETECTED, mode)));
    for (var port : config.ports()) {
      chains.addAll(byPort.of(InboundTarget.of(port), port.protocol(), mesh.mode(port.number())));
    }
    return chains;
  }

  /** A connection to the proxy itself would be passed on to where it was going: here, again. */
  private static FilterChain loopGuard(int port) {
    return FilterChain.newBuilder()
        .setName(InboundNames.LOOP_GUARD_CHAIN)
        .setFilterChainMatch(FilterChainMatch.newBuilder().setDestinationPort(UInt32Value.of(port)))
        .addFilters(TcpProxies.silentlyTo(SidecarNames.BLACK_HOLE))
        .build();
  }
}

package dev.sekisho.xds.translate.sidecar;

import static dev.sekisho.xds.resources.EncodedResource.encode;

import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.translate.HttpConnections;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;

/**
 * Translates what sidecars need for requests that applications send them as to a proxy, whatever
 * Services there are. Pure, safe for any thread.
 */
public final class ExplicitTranslator {
  private static final String LOOPBACK = "127.0.0.1";

  private final SidecarPorts ports;
  private final OutboundTrafficPolicy policy;
  private final ExplicitRoutes routes;

  public ExplicitTranslator(OutboundTrafficPolicy policy, SidecarPorts ports) {
    this.ports = ports;
    this.policy = policy;
    this.routes = new ExplicitRoutes(policy, ports.explicit());
  }

  /** The clusters that belong to no Service. */
  public List<EncodedResource> clusters() {
    return switch (policy) {
      case ALLOW_ANY -> List.of(encode(SidecarNames.FORWARD_PROXY, ForwardProxy.elsewhere()));
      case REGISTRY_ONLY -> List.of();
    };
  }

  /** The listener, which the Pod's own applications alone can reach. */
  public EncodedResource listener() {
    int port = ports.explicit();
    var name = SidecarNames.listener(LOOPBACK, port);
    var address = SocketAddress.newBuilder().setAddress(LOOPBACK).setPortValue(port);
    var requests =
        HttpConnections.ofProxyClient(
            name,
            SidecarNames.EXPLICIT_ROUTES,
            List.of(MeshAlpn.HTTP_1.filterWhereEnabled(), ForwardProxy.filter()));
    return encode(
        name,
        Listener.newBuilder()
            .setName(name)
            .setAddress(Address.newBuilder().setSocketAddress(address))
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .addFilterChains(FilterChain.newBuilder().addFilters(requests))
            .build());
  }

  /** The routes, with these virtual hosts. */
  public EncodedResource routes(EncodedParts hosts) {
    return routes.configuration(hosts);
  }
}

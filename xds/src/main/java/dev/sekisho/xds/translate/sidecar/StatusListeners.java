package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/** Listeners that answer a few fixed requests, in plaintext and to anybody. */
final class StatusListeners {
  private StatusListeners() {}

  /**
   * A listener on all of the Pod's addresses. Its requests aren't logged: they come every few
   * seconds for ever.
   *
   * @param filters before the router
   */
  static Listener listener(
      String name, IpFamilies families, int port, List<HttpFilter> filters, List<Route> routes) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(ResourceNames.stat(name))
            .setUseRemoteAddress(BoolValue.of(true))
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .setName(name)
                    .setValidateClusters(BoolValue.of(false))
                    .addVirtualHosts(
                        VirtualHost.newBuilder()
                            .setName(name)
                            .addDomains("*")
                            .addAllRoutes(routes)))
            .addAllHttpFilters(filters)
            .addHttpFilters(
                filter(
                    "envoy.filters.http.router",
                    // Its headers would let callers set timeouts and learn of what is behind.
                    Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
            .build();
    var listener =
        Listener.newBuilder()
            .setName(name)
            .setTrafficDirection(TrafficDirection.INBOUND)
            .addFilterChains(
                FilterChain.newBuilder()
                    .addFilters(
                        Filter.newBuilder()
                            .setName("envoy.filters.network.http_connection_manager")
                            .setTypedConfig(DeterministicBytes.pack(manager))));
    return Wildcards.on(families, port, listener).build();
  }

  /** GET of exactly that path, without a query. */
  static Route.Builder route(String path, String cluster, String pathThere) {
    return Route.newBuilder()
        .setName(path)
        .setMatch(
            RouteMatch.newBuilder()
                .setPath(path)
                .addHeaders(is(":path", path))
                .addHeaders(is(":method", "GET")))
        .setRoute(RouteAction.newBuilder().setCluster(cluster).setPrefixRewrite(pathThere));
  }

  static HeaderMatcher is(String header, String value) {
    return HeaderMatcher.newBuilder()
        .setName(header)
        .setStringMatch(StringMatcher.newBuilder().setExact(value))
        .build();
  }

  static HttpFilter filter(String name, Message config) {
    return HttpFilter.newBuilder()
        .setName(name)
        .setTypedConfig(DeterministicBytes.pack(config))
        .build();
  }

  static ClusterLoadAssignment endpoint(String cluster, String address, int port) {
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(cluster)
        .addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(
                    LbEndpoint.newBuilder()
                        .setEndpoint(Endpoint.newBuilder().setAddress(address(address, port)))))
        .build();
  }

  private static Address address(String address, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
        .build();
  }
}

package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.translate.Forwarding;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.MaxStreamDuration;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;

/**
 * Where the chains of a port lead, and what they are called.
 *
 * @param port of the workload; 0: all that have no chains of their own
 * @param requests the name of chains for requests
 * @param connections the name of chains for connections
 */
record InboundTarget(
    int port,
    String requests,
    String connections,
    String cluster,
    String httpStatPrefix,
    RouteConfiguration routes) {
  private static final int RETRIES = 2;

  /** A port that a Service leads to. */
  static InboundTarget of(InboundPort port) {
    var chain = ResourceNames.listener(port.number());
    var cluster = InboundNames.cluster(port.number());
    return new InboundTarget(
        port.number(),
        chain,
        chain,
        cluster,
        ResourceNames.stat("inbound_" + chain),
        routes(cluster, port.service().port(), Forwarding.decorator(port.service())));
  }

  /** All ports that aren't named otherwise. */
  static InboundTarget others() {
    return undeclared(0);
  }

  /** A port that no Service leads to, or 0 for all of them. */
  static InboundTarget undeclared(int port) {
    return new InboundTarget(
        port,
        InboundNames.CATCH_ALL_HTTP,
        InboundNames.CATCH_ALL,
        SidecarNames.INBOUND_PASSTHROUGH,
        ResourceNames.stat(SidecarNames.INBOUND_PASSTHROUGH),
        routes(
            SidecarNames.INBOUND_PASSTHROUGH,
            port,
            Decorator.newBuilder().setOperation(":%d/*".formatted(port)).build()));
  }

  FilterChainMatch.Builder match() {
    var match = FilterChainMatch.newBuilder();
    if (port != 0) {
      match.setDestinationPort(UInt32Value.of(port));
    }
    return match;
  }

  /** All requests, whatever host they are for: that they are here says who should answer. */
  private static RouteConfiguration routes(String cluster, int servicePort, Decorator decorator) {
    var route =
        Route.newBuilder()
            .setName(SidecarNames.DEFAULT_ROUTE)
            .setMatch(RouteMatch.newBuilder().setPrefix("/"))
            .setDecorator(decorator)
            .setRoute(
                RouteAction.newBuilder()
                    .setCluster(cluster)
                    // 0: the caller decides how long it waits.
                    .setTimeout(Duration.getDefaultInstance())
                    .setMaxStreamDuration(
                        MaxStreamDuration.newBuilder()
                            .setMaxStreamDuration(Duration.getDefaultInstance())
                            .setGrpcTimeoutHeaderMax(Duration.getDefaultInstance()))
                    // A connection that the application closed just as a request was sent on it.
                    .setRetryPolicy(
                        RetryPolicy.newBuilder()
                            .setRetryOn("reset-before-request")
                            .setNumRetries(UInt32Value.of(RETRIES))));
    return RouteConfiguration.newBuilder()
        .setName(cluster)
        .setValidateClusters(BoolValue.of(false))
        .addVirtualHosts(
            VirtualHost.newBuilder()
                .setName(InboundNames.virtualHost(servicePort))
                .addDomains("*")
                .addRoutes(route))
        .build();
  }
}

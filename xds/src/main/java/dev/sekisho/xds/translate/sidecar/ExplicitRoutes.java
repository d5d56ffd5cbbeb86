package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Any;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.resources.Assembly;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.resources.EncodedPart;
import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.resources.EncodedResource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * The routes of requests that are sent as to a proxy: one configuration for all ports, in which
 * virtual hosts have the port in their domains. What is declared to be no HTTP isn't there.
 */
final class ExplicitRoutes {
  /** What a URL needn't say (RFC 9110, section 4.2.1). */
  private static final int DEFAULT_PORT = 80;

  /** Nobody is to believe that a request was sent over TLS from here on. */
  private static final RouteMatch PLAIN =
      OutboundRoutes.ALL.toBuilder()
          .addHeaders(
              HeaderMatcher.newBuilder()
                  .setName(":scheme")
                  .setStringMatch(StringMatcher.newBuilder().setExact("http")))
          .build();

  private static final Any ENABLED =
      DeterministicBytes.pack(
          FilterConfig.newBuilder().setConfig(Any.getDefaultInstance()).build());

  private final EncodedParts elsewhere;

  /**
   * @param policy for what goes to no Service
   * @param port of the listener itself
   */
  ExplicitRoutes(OutboundTrafficPolicy policy, int port) {
    this.elsewhere =
        EncodedParts.of(
            RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER,
            List.of(
                EncodedPart.encode(
                    switch (policy) {
                      case ALLOW_ANY -> allowAny(port);
                      case REGISTRY_ONLY -> OutboundRoutes.BLOCK_ALL;
                    })));
  }

  /**
   * Whatever name stands for this Pod, and however the number is written: a request that comes back
   * would come back again. No other Pod's can be meant, since nobody reaches that.
   */
  private static VirtualHost allowAny(int port) {
    var itself =
        HeaderMatcher.newBuilder()
            .setName(":authority")
            .setStringMatch(
                StringMatcher.newBuilder()
                    .setSafeRegex(RegexMatcher.newBuilder().setRegex(".*:[^:]*" + port)));
    var any = OutboundRoutes.ALLOW_ANY.toBuilder();
    any.getRoutesBuilder(0)
        .setMatch(PLAIN)
        .getRouteBuilder()
        .setCluster(SidecarNames.FORWARD_PROXY);
    return any.addRoutes(
            0,
            Route.newBuilder()
                .setName(SidecarNames.LOOP)
                .setMatch(OutboundRoutes.ALL.toBuilder().addHeaders(itself))
                .setDirectResponse(
                    DirectResponseAction.newBuilder().setStatus(OutboundRoutes.BAD_GATEWAY)))
        .build();
  }

  /** The route configuration, with the virtual hosts of these Services in order. */
  EncodedResource configuration(EncodedParts hosts) {
    var name = SidecarNames.EXPLICIT_ROUTES;
    return new Assembly(
            RouteConfiguration.newBuilder().setName(name).build(),
            RouteConfiguration.getDefaultInstance())
        .of(name, EncodedParts.joined(List.of(hosts, elsewhere)));
  }

  static ServiceHost host(OutboundPort port) {
    var service = port.ref().service();
    return new ServiceHost(
        host(service, port, OutboundRoutes.domains(port, true)),
        host(service, port, OutboundRoutes.domains(port, false)));
  }

  /** The same for another name of the Service. */
  static ServiceHost alias(ServiceKey alias, OutboundPort port) {
    return new ServiceHost(
        host(alias, port, OutboundRoutes.names(alias, true)),
        host(alias, port, OutboundRoutes.names(alias, false)));
  }

  private static EncodedPart host(ServiceKey named, OutboundPort port, List<String> domains) {
    var all = domains.stream().flatMap(domain -> withPort(domain, port.ref().port())).toList();
    var host = OutboundRoutes.virtualHost(named, port, all).toBuilder();
    host.getRoutesBuilder(0).setMatch(PLAIN);
    if (port.protocol() == PortProtocol.DETECTED) {
      host.putTypedPerFilterConfig(MeshAlpn.NAME, ENABLED);
    }
    return EncodedPart.encode(host.build());
  }

  private static Stream<String> withPort(String domain, int port) {
    var whole = domain + ":" + port;
    return port == DEFAULT_PORT ? Stream.of(domain, whole) : Stream.of(whole);
  }
}

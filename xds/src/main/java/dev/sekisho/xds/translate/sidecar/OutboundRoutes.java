package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Duration;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.SidecarConfig;
import dev.sekisho.xds.translate.Forwarding;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A route configuration for each HTTP port, with a virtual host for each Service. */
final class OutboundRoutes {
  private static final RouteMatch ALL = RouteMatch.newBuilder().setPrefix("/").build();

  private static final VirtualHost ALLOW_ANY =
      VirtualHost.newBuilder()
          .setName(SidecarNames.ALLOW_ANY)
          .addDomains("*")
          .setIncludeRequestAttemptCount(true)
          .addRoutes(
              Route.newBuilder()
                  .setName(SidecarNames.ALLOW_ANY)
                  .setMatch(ALL)
                  .setRoute(
                      RouteAction.newBuilder()
                          .setCluster(SidecarNames.PASSTHROUGH)
                          .setTimeout(Duration.getDefaultInstance())))
          .build();

  /**
   * @param namespace of the proxies: Services of theirs are also known by their names alone
   */
  Stream<RouteConfiguration> translate(SidecarConfig config, String namespace) {
    return OutboundListeners.httpPorts(config)
        .mapToObj(number -> configuration(config, number, namespace));
  }

  private static RouteConfiguration configuration(
      SidecarConfig config, int number, String namespace) {
    var routes =
        RouteConfiguration.newBuilder()
            .setName(SidecarNames.routes(number))
            .setIgnorePortInHostMatching(true);
    config.outbound().stream()
        .filter(port -> port.protocol().isHttp() && port.ref().port() == number)
        .map(port -> virtualHost(port, namespace))
        .forEach(routes::addVirtualHosts);
    return routes.addVirtualHosts(ALLOW_ANY).build();
  }

  private static VirtualHost virtualHost(OutboundPort port, String namespace) {
    var fqdn = port.ref().service().fqdn(ResourceNames.CLUSTER_DOMAIN);
    return VirtualHost.newBuilder()
        .setName(ResourceNames.virtualHost(fqdn, port.ref().port()))
        .addAllDomains(domains(port, fqdn, namespace))
        .setIncludeRequestAttemptCount(true)
        .addRoutes(
            Route.newBuilder()
                .setName(SidecarNames.DEFAULT_ROUTE)
                .setMatch(ALL)
                .setRoute(Forwarding.to(port.ref()))
                .setDecorator(Forwarding.decorator(port.ref())))
        .build();
  }

  private static List<String> domains(OutboundPort port, String fqdn, String namespace) {
    var service = port.ref().service();
    var domains = new ArrayList<String>();
    domains.add(fqdn);
    domains.add(fqdn + ".");
    if (service.namespace().equals(namespace)) {
      domains.add(service.name());
    }
    domains.add(service.name() + "." + service.namespace() + ".svc");
    domains.add(service.name() + "." + service.namespace());
    domains.addAll(port.vips());
    return domains;
  }
}

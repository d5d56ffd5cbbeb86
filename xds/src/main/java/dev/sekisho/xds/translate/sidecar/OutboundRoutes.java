package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Duration;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.Assembly;
import dev.sekisho.xds.resources.EncodedPart;
import dev.sekisho.xds.resources.EncodedParts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.translate.Forwarding;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/** A route configuration for each HTTP port, with a virtual host for each Service. */
final class OutboundRoutes {
  static final RouteMatch ALL = RouteMatch.newBuilder().setPrefix("/").build();

  static final VirtualHost ALLOW_ANY =
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

  private static final HashPolicy BY_CLIENT =
      HashPolicy.newBuilder()
          .setConnectionProperties(ConnectionProperties.newBuilder().setSourceIp(true))
          .build();

  static final int BAD_GATEWAY = 502;

  static final VirtualHost BLOCK_ALL =
      VirtualHost.newBuilder()
          .setName(SidecarNames.BLOCK_ALL)
          .addDomains("*")
          .setIncludeRequestAttemptCount(true)
          .addRoutes(
              Route.newBuilder()
                  .setName(SidecarNames.BLOCK_ALL)
                  .setMatch(ALL)
                  .setDirectResponse(DirectResponseAction.newBuilder().setStatus(BAD_GATEWAY)))
          .build();

  private final EncodedParts elsewhere;

  /**
   * @param policy for what goes to no Service
   */
  OutboundRoutes(OutboundTrafficPolicy policy) {
    this.elsewhere =
        EncodedParts.of(
            RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER,
            List.of(
                EncodedPart.encode(
                    switch (policy) {
                      case ALLOW_ANY -> ALLOW_ANY;
                      case REGISTRY_ONLY -> BLOCK_ALL;
                    })));
  }

  /** The route configuration of a port, with the virtual hosts of these Services in order. */
  EncodedResource configuration(int port, EncodedParts hosts) {
    var name = SidecarNames.routes(port);
    return new Assembly(
            RouteConfiguration.newBuilder().setName(name).build(),
            RouteConfiguration.newBuilder().setIgnorePortInHostMatching(true).build())
        .of(name, EncodedParts.joined(List.of(hosts, elsewhere)));
  }

  /** The route configuration of a port that is known by its address: any host is meant for it. */
  static RouteConfiguration detected(OutboundPort port) {
    return RouteConfiguration.newBuilder()
        .setName(SidecarNames.detectedRoutes(port.ref()))
        .addVirtualHosts(virtualHost(port, List.of("*")))
        .setIgnorePortInHostMatching(true)
        .build();
  }

  static ServiceHost host(OutboundPort port) {
    return new ServiceHost(
        EncodedPart.encode(virtualHost(port, domains(port, true))),
        EncodedPart.encode(virtualHost(port, domains(port, false))),
        port.ipv6());
  }

  /** The same for another name of the Service. */
  static ServiceHost alias(ServiceKey alias, OutboundPort port) {
    return new ServiceHost(
        EncodedPart.encode(virtualHost(alias, port, names(alias, true))),
        EncodedPart.encode(virtualHost(alias, port, names(alias, false))),
        port.ipv6());
  }

  private static VirtualHost virtualHost(OutboundPort port, List<String> domains) {
    return virtualHost(port.ref().service(), port, domains);
  }

  static VirtualHost virtualHost(ServiceKey named, OutboundPort port, List<String> domains) {
    var fqdn = named.fqdn(ResourceNames.CLUSTER_DOMAIN);
    return VirtualHost.newBuilder()
        .setName(ResourceNames.virtualHost(fqdn, port.ref().port()))
        .addAllDomains(domains)
        .setIncludeRequestAttemptCount(true)
        .addRoutes(
            Route.newBuilder()
                .setName(SidecarNames.DEFAULT_ROUTE)
                .setMatch(ALL)
                .setRoute(forward(port))
                .setDecorator(Forwarding.decorator(port.ref())))
        .build();
  }

  /** A client that stays with one endpoint isn't sent to another to try again. */
  private static RouteAction forward(OutboundPort port) {
    var forward = Forwarding.to(port.ref());
    if (!port.isByClient()) {
      return forward;
    }
    var again =
        forward.getRetryPolicy().toBuilder()
            .clearRetryHostPredicate()
            .clearHostSelectionRetryMaxAttempts();
    return forward.toBuilder().setRetryPolicy(again).addHashPolicy(BY_CLIENT).build();
  }

  /** What a Service's port is asked for by, without the port. */
  static List<String> domains(OutboundPort port, boolean near) {
    var domains = names(port.ref().service(), near);
    if (port.isHeadless()) {
      List.copyOf(domains).forEach(name -> domains.add("*." + name));
    }
    port.addresses().stream().map(OutboundRoutes::host).forEach(domains::add);
    return domains;
  }

  /** The same by name alone. */
  static List<String> names(ServiceKey service, boolean near) {
    var fqdn = service.fqdn(ResourceNames.CLUSTER_DOMAIN);
    var names = new ArrayList<String>();
    names.add(fqdn);
    names.add(fqdn + ".");
    if (near) {
      names.add(service.name());
    }
    names.add(service.name() + "." + service.namespace() + ".svc");
    names.add(service.name() + "." + service.namespace());
    return names;
  }

  /** As it stands in a URL (RFC 3986, section 3.2.2). */
  private static String host(String address) {
    return IpFamilies.isIpv6(address) ? "[" + address + "]" : address;
  }
}

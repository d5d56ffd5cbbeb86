package dev.sekisho.xds.translate;

import dev.sekisho.xds.model.PathMatch;
import dev.sekisho.xds.model.ProxyConfig;
import dev.sekisho.xds.model.RouteAction;
import dev.sekisho.xds.model.TlsChain;
import dev.sekisho.xds.model.VirtualHost;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import java.util.List;

/** Route configurations: one for the plaintext listener, one for each TLS chain. */
final class RouteTranslator {
  private static final int SERVICE_UNAVAILABLE = 503;

  /** The virtual host that stands where there is none, so that the answer is 404. */
  private static final String BLACKHOLE = "blackhole";

  private static final String ANY_DOMAIN = "*";

  RouteConfiguration http(ProxyConfig config) {
    return configuration(
        ResourceNames.httpRoutes(config.ports().http()),
        config.virtualHosts(),
        ResourceNames.HTTP_SERVER_PORT);
  }

  RouteConfiguration https(TlsChain chain) {
    return configuration(
        ResourceNames.httpsRoutes(chain), chain.virtualHosts(), ResourceNames.HTTPS_SERVER_PORT);
  }

  private static RouteConfiguration configuration(
      String name, List<VirtualHost> virtualHosts, int serverPort) {
    var routes = RouteConfiguration.newBuilder().setName(name).setIgnorePortInHostMatching(true);
    if (virtualHosts.isEmpty()) {
      routes.addVirtualHosts(virtualHost(BLACKHOLE, ANY_DOMAIN, serverPort));
    }
    for (var host : virtualHosts) {
      var pattern = host.host().toString();
      var translated = virtualHost(pattern, pattern, serverPort);
      host.routes().forEach(route -> translated.addRoutes(route(route)));
      routes.addVirtualHosts(translated);
    }
    return routes.build();
  }

  private static io.envoyproxy.envoy.config.route.v3.VirtualHost.Builder virtualHost(
      String name, String domain, int serverPort) {
    return io.envoyproxy.envoy.config.route.v3.VirtualHost.newBuilder()
        .setName(ResourceNames.virtualHost(name, serverPort))
        .addDomains(domain)
        .setIncludeRequestAttemptCount(true);
  }

  private static Route route(dev.sekisho.xds.model.Route route) {
    var translated = Route.newBuilder().setMatch(match(route.match()));
    return switch (route.action()) {
      case RouteAction.Forward(var cluster) ->
          translated
              .setRoute(Forwarding.to(cluster))
              .setDecorator(Forwarding.decorator(cluster))
              .build();
      case RouteAction.Unavailable(var reason) ->
          translated.setDirectResponse(unavailable(reason)).build();
    };
  }

  private static RouteMatch match(PathMatch match) {
    var translated = RouteMatch.newBuilder();
    return switch (match.type()) {
      case EXACT -> translated.setPath(match.path()).build();
      // Envoy refuses "/" as a path-separated prefix.
      case PREFIX ->
          match.equals(PathMatch.ALL)
              ? translated.setPrefix(match.path()).build()
              : translated.setPathSeparatedPrefix(match.path()).build();
    };
  }

  private static DirectResponseAction unavailable(String reason) {
    return DirectResponseAction.newBuilder()
        .setStatus(SERVICE_UNAVAILABLE)
        .setBody(DataSource.newBuilder().setInlineString(reason + "\n"))
        .build();
  }
}

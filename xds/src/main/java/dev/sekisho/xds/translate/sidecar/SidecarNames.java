package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.translate.ResourceNames;

/** The names that only sidecars have. */
final class SidecarNames {
  /** Sends a connection where it was going. */
  static final String PASSTHROUGH = "PassthroughCluster";

  /** The same for connections that came in. */
  static final String INBOUND_PASSTHROUGH = "InboundPassthroughCluster";

  /** Ends a connection. */
  static final String BLACK_HOLE = "BlackHoleCluster";

  /** Sends a request to the host that it names. */
  static final String FORWARD_PROXY = "ForwardProxyCluster";

  static final String VIRTUAL_OUTBOUND = "virtualOutbound";
  static final String LOOP_GUARD_CHAIN = "virtualOutbound-blackhole";
  static final String CATCH_ALL_CHAIN = "virtualOutbound-catchall-tcp";
  static final String PASSTHROUGH_CHAIN = "PassthroughFilterChain";

  /** The virtual host, and its route, of requests for no known Service. */
  static final String ALLOW_ANY = "allow_any";

  /** The same where nothing else may be reached. */
  static final String BLOCK_ALL = "block_all";

  static final String DEFAULT_ROUTE = "default";

  /** The routes of requests that are sent as to a proxy. */
  static final String EXPLICIT_ROUTES = "http_proxy";

  /** The route of those of them that are for the proxy itself. */
  static final String LOOP = "loop";

  private SidecarNames() {}

  /** {@code outbound_.80_._.shop.web.svc.cluster.local}. */
  static String serverName(ClusterRef cluster) {
    return "outbound_.%d_._.%s"
        .formatted(cluster.port(), cluster.service().fqdn(ResourceNames.CLUSTER_DOMAIN));
  }

  /** The cluster for what goes to no Service. */
  static String elsewhere(OutboundTrafficPolicy policy) {
    return switch (policy) {
      case ALLOW_ANY -> PASSTHROUGH;
      case REGISTRY_ONLY -> BLACK_HOLE;
    };
  }

  /** {@code 10.96.0.10_5432}. */
  static String listener(String address, int port) {
    return address + "_" + port;
  }

  /** {@code shop.web.svc.cluster.local:8888}: the routes of a port whose protocol is detected. */
  static String detectedRoutes(ClusterRef cluster) {
    return cluster.service().fqdn(ResourceNames.CLUSTER_DOMAIN) + ":" + cluster.port();
  }

  /** {@code 80}. */
  static String routes(int port) {
    return Integer.toString(port);
  }
}

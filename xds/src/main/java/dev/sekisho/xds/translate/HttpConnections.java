package dev.sekisho.xds.translate;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;

/** The HTTP connection manager of a gateway's listener. */
final class HttpConnections {
  private static final String SERVER_NAME = "sekisho-envoy";

  private HttpConnections() {}

  /**
   * @param port that the listener binds
   * @param routes the name of the route configuration
   */
  static Filter manager(int port, String routes) {
    var manager =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(ResourceNames.stat("outbound_" + ResourceNames.listener(port)))
            .setRds(
                Rds.newBuilder().setConfigSource(AdsSources.waiting()).setRouteConfigName(routes))
            .addHttpFilters(router())
            .addAccessLog(AccessLogs.ofRequests())
            .setServerName(SERVER_NAME)
            .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
            // A gateway is the edge: what came before it isn't trusted to say who the client is.
            .setUseRemoteAddress(BoolValue.of(true))
            .setNormalizePath(BoolValue.of(true))
            .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED)
            .setProxy100Continue(true)
            // Streams may be silent for long; whoever wants a limit sets it on the route.
            .setStreamIdleTimeout(Duration.getDefaultInstance())
            .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"))
            .build();
    return Filter.newBuilder()
        .setName("envoy.filters.network.http_connection_manager")
        .setTypedConfig(DeterministicBytes.pack(manager))
        .build();
  }

  private static HttpFilter router() {
    return HttpFilter.newBuilder()
        .setName("envoy.filters.http.router")
        .setTypedConfig(DeterministicBytes.pack(Router.getDefaultInstance()))
        .build();
  }
}

package dev.sekisho.xds.translate;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.List;

/** HTTP connection managers. */
public final class HttpConnections {
  private static final String SERVER_NAME = "sekisho-envoy";

  /**
   * HTTP/1.0 is taken as well, which needn't say a host: what looks after old servers often speaks
   * it.
   */
  private static final Http1ProtocolOptions OLD_CLIENTS =
      Http1ProtocolOptions.newBuilder()
          .setAcceptHttp10(true)
          .setDefaultHostForHttp10("localhost")
          .build();

  private HttpConnections() {}

  /**
   * A gateway's.
   *
   * @param port that the listener binds
   * @param routes the name of the route configuration
   */
  static Filter ofGateway(int port, String routes) {
    return filter(
        manager(ResourceNames.listener(port), routes, List.of())
            .setServerName(SERVER_NAME)
            // A gateway is the edge: what came before it isn't trusted to say who the client is.
            .setUseRemoteAddress(BoolValue.of(true))
            .build());
  }

  /**
   * A sidecar's for requests of its application, which is free to say what it likes of itself.
   *
   * @param port that the requests are for
   * @param routes the name of the route configuration
   */
  public static Filter ofApplication(int port, String routes) {
    return ofApplication(ResourceNames.listener(port), routes, List.of());
  }

  /**
   * The same.
   *
   * @param listener that it is in
   * @param first what a request meets before it is routed
   */
  public static Filter ofApplication(String listener, String routes, List<HttpFilter> first) {
    return filter(
        manager(listener, routes, first).setUseRemoteAddress(BoolValue.of(false)).build());
  }

  /**
   * The same for requests that say themselves where they are for, as proxies are sent them: by
   * HTTP/1, which is what clients speak to a proxy.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#name-absolute-form">RFC 9112, section
   *     3.2.2</a>
   */
  public static Filter ofProxyClient(String listener, String routes, List<HttpFilter> first) {
    return filter(
        manager(listener, routes, first)
            .setCodecType(CodecType.HTTP1)
            .setHttpProtocolOptions(OLD_CLIENTS.toBuilder().setAllowAbsoluteUrl(BoolValue.of(true)))
            .setUseRemoteAddress(BoolValue.of(false))
            .build());
  }

  /**
   * A sidecar's for requests to its application. Who called over mTLS is said in {@code
   * x-forwarded-client-cert}, added to what that proxy says of its own callers; without mTLS
   * nothing is said.
   *
   * @param rules what a request has to pass
   * @param namePaths whether they are about paths: then there must be one way to write each, or an
   *     application that reads {@code %2F} or {@code //} as {@code /} would be asked for another
   *     path than the rules were
   */
  public static Filter ofCallers(
      String statPrefix, RouteConfiguration routes, List<HttpFilter> rules, boolean namePaths) {
    var manager = common(statPrefix);
    if (namePaths) {
      manager
          .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.REJECT_REQUEST)
          .setMergeSlashes(true);
    }
    return filter(
        manager
            .setServerName(SERVER_NAME)
            .setRouteConfig(routes)
            .addAllHttpFilters(rules)
            .addHttpFilters(router())
            .setUseRemoteAddress(BoolValue.of(false))
            .setForwardClientCertDetails(ForwardClientCertDetails.APPEND_FORWARD)
            .setSetCurrentClientCertDetails(
                SetCurrentClientCertDetails.newBuilder()
                    .setSubject(BoolValue.of(true))
                    .setDns(true)
                    .setUri(true))
            .build());
  }

  private static HttpConnectionManager.Builder manager(
      String listener, String routes, List<HttpFilter> first) {
    return common(ResourceNames.stat("outbound_" + listener))
        .setRds(Rds.newBuilder().setConfigSource(AdsSources.waiting()).setRouteConfigName(routes))
        .addAllHttpFilters(first)
        .addHttpFilters(router());
  }

  private static HttpConnectionManager.Builder common(String statPrefix) {
    return HttpConnectionManager.newBuilder()
        .setStatPrefix(statPrefix)
        .addAccessLog(AccessLogs.ofRequests())
        .setHttpProtocolOptions(OLD_CLIENTS)
        .setNormalizePath(BoolValue.of(true))
        .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.KEEP_UNCHANGED)
        .setProxy100Continue(true)
        // Streams may be silent for long; whoever wants a limit sets it on the route.
        .setStreamIdleTimeout(Duration.getDefaultInstance())
        .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"));
  }

  private static Filter filter(HttpConnectionManager manager) {
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

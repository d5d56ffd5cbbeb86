package dev.sekisho.xds.golden;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.mongo_proxy.v3.MongoProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.stream.Collectors;

/**
 * Resources as they are on the wire, read back and printed; private keys and certificates aren't.
 */
final class ResourceJson {
  private static final DataSource REDACTED =
      DataSource.newBuilder().setInlineString("redacted").build();

  private static final TypeRegistry TYPES =
      TypeRegistry.newBuilder()
          .add(Cluster.getDescriptor())
          .add(ClusterLoadAssignment.getDescriptor())
          .add(Listener.getDescriptor())
          .add(RouteConfiguration.getDescriptor())
          .add(Secret.getDescriptor())
          .add(StdoutAccessLog.getDescriptor())
          .add(Router.getDescriptor())
          .add(TlsInspector.getDescriptor())
          .add(HttpConnectionManager.getDescriptor())
          .add(PreviousHostsPredicate.getDescriptor())
          .add(DownstreamTlsContext.getDescriptor())
          .add(HttpProtocolOptions.getDescriptor())
          .add(HttpInspector.getDescriptor())
          .add(RawBuffer.getDescriptor())
          .add(TcpProxy.getDescriptor())
          .add(UpstreamTlsContext.getDescriptor())
          .add(OriginalDst.getDescriptor())
          .add(Config.getDescriptor())
          .add(MongoProxy.getDescriptor())
          .add(HealthCheck.getDescriptor())
          .add(io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC.getDescriptor())
          .add(io.envoyproxy.envoy.extensions.filters.network.rbac.v3.RBAC.getDescriptor())
          .build();

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().usingTypeRegistry(TYPES).preservingProtoFieldNames().sortingMapKeys();

  private ResourceJson() {}

  /** A JSON array of the resources of that type by name. */
  static String of(ResourceSnapshot snapshot, ResourceType type) {
    return snapshot.resources(type).values().stream()
        .map(ResourceJson::print)
        .collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private static String print(EncodedResource resource) {
    try {
      return PRINTER.print(redacted(Any.parseFrom(resource.body())));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(resource + " can't be read back", e);
    }
  }

  private static Any redacted(Any any) throws InvalidProtocolBufferException {
    if (!any.is(Secret.class)) {
      return any;
    }
    var secret = any.unpack(Secret.class).toBuilder();
    secret.getTlsCertificateBuilder().setCertificateChain(REDACTED).setPrivateKey(REDACTED);
    return Any.pack(secret.build());
  }
}

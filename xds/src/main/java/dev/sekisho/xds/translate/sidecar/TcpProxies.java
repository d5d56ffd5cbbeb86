package dev.sekisho.xds.translate.sidecar;

import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.AccessLogs;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.mongo_proxy.v3.MongoProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.type.v3.HashPolicy;

/** Filters that hand a connection on as it is. */
final class TcpProxies {
  private TcpProxies() {}

  static Filter to(String cluster) {
    return filter(proxy(cluster).addAccessLog(AccessLogs.ofRequests()).build());
  }

  /** All of a client to one endpoint. */
  static Filter byClientTo(String cluster) {
    return filter(
        proxy(cluster)
            .addAccessLog(AccessLogs.ofRequests())
            .addHashPolicy(
                HashPolicy.newBuilder().setSourceIp(HashPolicy.SourceIp.getDefaultInstance()))
            .build());
  }

  /** Without a line in the access log. */
  static Filter silentlyTo(String cluster) {
    return filter(proxy(cluster).build());
  }

  /** Counts what goes by, and hands it on. */
  static Filter mongo(String cluster) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.mongo_proxy")
        .setTypedConfig(
            DeterministicBytes.pack(MongoProxy.newBuilder().setStatPrefix(cluster).build()))
        .build();
  }

  private static TcpProxy.Builder proxy(String cluster) {
    return TcpProxy.newBuilder().setStatPrefix(cluster).setCluster(cluster);
  }

  private static Filter filter(TcpProxy proxy) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.tcp_proxy")
        .setTypedConfig(DeterministicBytes.pack(proxy))
        .build();
  }
}

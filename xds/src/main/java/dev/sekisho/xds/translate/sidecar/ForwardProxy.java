package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Duration;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.ClusterTranslator;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CustomClusterType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DnsLookupFamily;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig;
import io.envoyproxy.envoy.extensions.common.dynamic_forward_proxy.v3.DnsCacheConfig;
import io.envoyproxy.envoy.extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/**
 * Sends requests to the host that they name, looked up when they come: a connection to a proxy
 * doesn't tell where it would have gone.
 */
final class ForwardProxy {
  private static final Duration IDLE = Duration.newBuilder().setSeconds(300).build();

  /** One for all: Envoy refuses two of the same name that differ. */
  private static final DnsCacheConfig NAMES =
      DnsCacheConfig.newBuilder()
          .setName("http_proxy")
          // Many clusters have IPv4 alone, many hosts outside both.
          .setDnsLookupFamily(DnsLookupFamily.V4_PREFERRED)
          .build();

  private static final CustomClusterType TYPE =
      CustomClusterType.newBuilder()
          .setName("envoy.clusters.dynamic_forward_proxy")
          .setTypedConfig(
              DeterministicBytes.pack(
                  ClusterConfig.newBuilder()
                      .setDnsCacheConfig(NAMES)
                      // What is called over TLS is told by identities, not by the host's name.
                      .setAllowInsecureClusterOptions(true)
                      .build()))
          .build();

  private ForwardProxy() {}

  /** Looks up the hosts of requests whose cluster is one of these. */
  static HttpFilter filter() {
    return HttpFilter.newBuilder()
        .setName("envoy.filters.http.dynamic_forward_proxy")
        .setTypedConfig(
            DeterministicBytes.pack(FilterConfig.newBuilder().setDnsCacheConfig(NAMES).build()))
        .build();
  }

  /** For what goes to no Service. */
  static Cluster elsewhere() {
    var options = ClusterTranslator.likeDownstream();
    options.getCommonHttpProtocolOptionsBuilder().setIdleTimeout(IDLE);
    return Cluster.newBuilder()
        .setName(SidecarNames.FORWARD_PROXY)
        .setAltStatName(ResourceNames.stat(SidecarNames.FORWARD_PROXY))
        .setClusterType(TYPE)
        .setLbPolicy(LbPolicy.CLUSTER_PROVIDED)
        .setConnectTimeout(ClusterTranslator.CONNECT_TIMEOUT)
        .setCircuitBreakers(ClusterTranslator.NO_LIMITS)
        .putTypedExtensionProtocolOptions(
            ClusterTranslator.HTTP_OPTIONS, DeterministicBytes.pack(options.build()))
        .build();
  }

  /** The cluster of a Service whose application chooses the endpoint, by its name. */
  static Cluster byName(Cluster asAddressed) {
    return asAddressed.toBuilder().setClusterType(TYPE).build();
  }
}

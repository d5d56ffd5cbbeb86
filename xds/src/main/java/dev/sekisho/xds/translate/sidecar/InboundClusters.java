package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Duration;
import dev.sekisho.xds.model.UpstreamProtocol;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.ClusterTranslator;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/** Clusters that lead to the application beside the proxy, wherever it was called. */
final class InboundClusters {
  /**
   * About 292 years, the longest that Envoy can count in nanoseconds: the addresses of a Pod are
   * few and stay, so none is ever forgotten.
   */
  private static final Duration NEVER = Duration.newBuilder().setSeconds(9_223_372_035L).build();

  private InboundClusters() {}

  static Cluster of(InboundPort port, IpFamilies families) {
    var name = InboundNames.cluster(port.number());
    var cluster =
        Cluster.newBuilder()
            .setName(name)
            .setAltStatName(ResourceNames.stat(name))
            .setType(DiscoveryType.ORIGINAL_DST)
            .setLbPolicy(LbPolicy.CLUSTER_PROVIDED)
            .setCleanupInterval(NEVER)
            .setConnectTimeout(ClusterTranslator.CONNECT_TIMEOUT)
            .setCircuitBreakers(ClusterTranslator.NO_LIMITS)
            .setMetadata(ClusterTranslator.metadata(port.services()))
            .setUpstreamBindConfig(Wildcards.source(families));
    return switch (port.protocol()) {
      case HTTP_2 -> withHttp(cluster, ClusterTranslator.options(UpstreamProtocol.HTTP_2));
      case DETECTED -> withHttp(cluster, ClusterTranslator.likeDownstream().build());
      // Without options requests are HTTP/1.1, whatever the caller speaks.
      case HTTP_1, TCP, MONGO -> cluster.build();
    };
  }

  private static Cluster withHttp(Cluster.Builder cluster, HttpProtocolOptions options) {
    return cluster
        .putTypedExtensionProtocolOptions(
            ClusterTranslator.HTTP_OPTIONS, DeterministicBytes.pack(options))
        .build();
  }
}

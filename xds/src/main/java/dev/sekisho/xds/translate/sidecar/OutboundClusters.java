package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Duration;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.UpstreamProtocol;
import dev.sekisho.xds.model.sidecar.Destination;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.ClusterTranslator;
import dev.sekisho.xds.translate.ResourceNames;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;

/** A cluster for each port of a Service, and those for what belongs to none. */
final class OutboundClusters {
  private static final Duration PASSTHROUGH_IDLE = Duration.newBuilder().setSeconds(300).build();

  /** Those that belong to no Service. */
  static final List<Cluster> FIXED =
      List.of(blackHole(), passthrough().build(), inboundPassthrough(IpFamilies.IPV4));

  private final ClusterTranslator services = new ClusterTranslator();
  private final TrustDomain trustDomain;

  OutboundClusters(TrustDomain trustDomain) {
    this.trustDomain = trustDomain;
  }

  Cluster translate(OutboundPort port) {
    var cluster = found(port);
    return switch (port.protocol()) {
      case HTTP_1 -> withHttp(cluster, ClusterTranslator.options(UpstreamProtocol.HTTP_1));
      case HTTP_2 -> withHttp(cluster, ClusterTranslator.options(UpstreamProtocol.HTTP_2));
      case DETECTED -> withHttp(cluster, ClusterTranslator.likeDownstream().build());
      case TCP, MONGO -> cluster.build();
    };
  }

  private Cluster.Builder found(OutboundPort port) {
    return switch (port.destination()) {
      case Destination.Balanced(var all, var sameNode, var byClient) -> {
        var cluster =
            services
                .ofService(port.ref())
                .addAllTransportSocketMatches(UpstreamMtls.matches(port, trustDomain));
        yield byClient ? cluster.setLbPolicy(LbPolicy.RING_HASH) : cluster;
      }
      case Destination.AsAddressed(var mtls) -> {
        var cluster = services.asAddressed(port.ref());
        yield mtls ? cluster.setTransportSocket(UpstreamMtls.socket(port, trustDomain)) : cluster;
      }
    };
  }

  private static Cluster withHttp(Cluster.Builder cluster, HttpProtocolOptions options) {
    return cluster
        .putTypedExtensionProtocolOptions(
            ClusterTranslator.HTTP_OPTIONS, DeterministicBytes.pack(options))
        .build();
  }

  private static Cluster blackHole() {
    return Cluster.newBuilder()
        .setName(SidecarNames.BLACK_HOLE)
        .setAltStatName(ResourceNames.stat(SidecarNames.BLACK_HOLE))
        .setType(DiscoveryType.STATIC)
        .setConnectTimeout(ClusterTranslator.CONNECT_TIMEOUT)
        .build();
  }

  private static Cluster.Builder passthrough() {
    var options = ClusterTranslator.likeDownstream();
    options.getCommonHttpProtocolOptionsBuilder().setIdleTimeout(PASSTHROUGH_IDLE);
    return Cluster.newBuilder()
        .setName(SidecarNames.PASSTHROUGH)
        .setAltStatName(ResourceNames.stat(SidecarNames.PASSTHROUGH))
        .setType(DiscoveryType.ORIGINAL_DST)
        .setLbPolicy(LbPolicy.CLUSTER_PROVIDED)
        .setConnectTimeout(ClusterTranslator.CONNECT_TIMEOUT)
        .setCircuitBreakers(ClusterTranslator.NO_LIMITS)
        .putTypedExtensionProtocolOptions(
            ClusterTranslator.HTTP_OPTIONS, DeterministicBytes.pack(options.build()));
  }

  /** Counted with the other: statistics tell them apart by their listeners. */
  static Cluster inboundPassthrough(IpFamilies families) {
    return passthrough()
        .setName(SidecarNames.INBOUND_PASSTHROUGH)
        .setUpstreamBindConfig(Wildcards.source(families))
        .build();
  }
}

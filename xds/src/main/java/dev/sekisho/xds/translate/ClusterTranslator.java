package dev.sekisho.xds.translate;

import com.google.protobuf.Duration;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.Value;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.UpstreamCluster;
import dev.sekisho.xds.model.UpstreamProtocol;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.sidecar.UpstreamMtls;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.List;
import java.util.Optional;

/** Clusters, whose endpoints come separately. */
public final class ClusterTranslator {
  /** Where a cluster has its HTTP options. */
  public static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  public static final Duration CONNECT_TIMEOUT = Duration.newBuilder().setSeconds(10).build();

  /** The largest number there is, 4294967295: Envoy's own default is 1024. */
  private static final UInt32Value UNLIMITED = UInt32Value.of(-1);

  public static final CircuitBreakers NO_LIMITS =
      CircuitBreakers.newBuilder()
          .addThresholds(
              CircuitBreakers.Thresholds.newBuilder()
                  .setMaxConnections(UNLIMITED)
                  .setMaxPendingRequests(UNLIMITED)
                  .setMaxRequests(UNLIMITED)
                  .setMaxRetries(UNLIMITED))
          .build();

  /**
   * With the HTTP version that is declared, and with the mesh's mTLS to endpoints that take it.
   *
   * @param mesh the trust domain of these; empty: for a proxy that is given no certificate
   */
  Cluster translate(UpstreamCluster cluster, Optional<TrustDomain> mesh) {
    var translated =
        ofService(cluster.ref())
            .putTypedExtensionProtocolOptions(
                HTTP_OPTIONS, DeterministicBytes.pack(options(cluster.protocol())));
    if (!cluster.mtlsAccounts().isEmpty()) {
      mesh.map(domain -> UpstreamMtls.matches(cluster, domain))
          .ifPresent(translated::addAllTransportSocketMatches);
    }
    return translated.build();
  }

  /** What all clusters have whose proxies choose an endpoint, whatever these speak. */
  public Cluster.Builder ofService(ClusterRef cluster) {
    return common(cluster)
        .setType(DiscoveryType.EDS)
        .setEdsClusterConfig(
            EdsClusterConfig.newBuilder()
                .setEdsConfig(AdsSources.waiting())
                .setServiceName(ResourceNames.cluster(cluster)))
        .setLbPolicy(LbPolicy.LEAST_REQUEST);
  }

  /** What clusters have that go to the address a connection was opened to. */
  public Cluster.Builder asAddressed(ClusterRef cluster) {
    return common(cluster)
        .setType(DiscoveryType.ORIGINAL_DST)
        .setLbPolicy(LbPolicy.CLUSTER_PROVIDED);
  }

  private static Cluster.Builder common(ClusterRef cluster) {
    var name = ResourceNames.cluster(cluster);
    return Cluster.newBuilder()
        .setName(name)
        .setAltStatName(ResourceNames.stat(name))
        .setConnectTimeout(CONNECT_TIMEOUT)
        .setCircuitBreakers(NO_LIMITS)
        // 0 %: never send to hosts that are known to be down.
        .setCommonLbConfig(
            CommonLbConfig.newBuilder().setHealthyPanicThreshold(Percent.getDefaultInstance()))
        .setMetadata(metadata(List.of(cluster.service())));
  }

  /** The HTTP version, and no other. */
  public static HttpProtocolOptions options(UpstreamProtocol protocol) {
    var version = ExplicitHttpConfig.newBuilder();
    return HttpProtocolOptions.newBuilder()
        .setExplicitHttpConfig(
            switch (protocol) {
              case HTTP_1 -> version.setHttpProtocolOptions(Http1ProtocolOptions.newBuilder());
              case HTTP_2 -> version.setHttp2ProtocolOptions(Http2ProtocolOptions.newBuilder());
            })
        .build();
  }

  /** The HTTP version that the request came in. */
  public static HttpProtocolOptions.Builder likeDownstream() {
    return HttpProtocolOptions.newBuilder()
        .setUseDownstreamProtocolConfig(
            UseDownstreamHttpConfig.newBuilder()
                .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()));
  }

  /** What tools know a cluster's Services by. */
  public static Metadata metadata(List<ServiceKey> all) {
    var services = ListValue.newBuilder();
    all.forEach(service -> services.addValues(Value.newBuilder().setStructValue(entry(service))));
    return Metadata.newBuilder()
        .putFilterMetadata(
            "istio",
            Struct.newBuilder()
                .putFields("services", Value.newBuilder().setListValue(services).build())
                .build())
        .build();
  }

  private static Struct.Builder entry(ServiceKey service) {
    return Struct.newBuilder()
        .putFields("host", text(service.fqdn(ResourceNames.CLUSTER_DOMAIN)))
        .putFields("name", text(service.name()))
        .putFields("namespace", text(service.namespace()));
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}

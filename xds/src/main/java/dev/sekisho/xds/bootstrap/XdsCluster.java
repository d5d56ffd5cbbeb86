package dev.sekisho.xds.bootstrap;

import com.google.common.net.InetAddresses;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DnsLookupFamily;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import java.util.List;

/** The static cluster that the xDS stream goes to. */
final class XdsCluster {
  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  private static final Duration CONNECT_TIMEOUT = seconds(5);

  // A stream may be silent for hours: these find out that nobody is there any more.
  private static final Duration PING_INTERVAL = seconds(30);
  private static final Duration PING_TIMEOUT = seconds(10);
  private static final UInt32Value TCP_KEEPALIVE_SECONDS = UInt32Value.of(300);

  private XdsCluster() {}

  static Cluster of(BootstrapOptions options) {
    var name = BootstrapWriter.XDS_CLUSTER;
    var cluster =
        Cluster.newBuilder()
            .setName(name)
            .setAltStatName(name + ";")
            .setConnectTimeout(CONNECT_TIMEOUT)
            .putTypedExtensionProtocolOptions(HTTP_OPTIONS, http2(options))
            .setUpstreamConnectionOptions(
                UpstreamConnectionOptions.newBuilder()
                    .setTcpKeepalive(
                        TcpKeepalive.newBuilder().setKeepaliveTime(TCP_KEEPALIVE_SECONDS)))
            .setLoadAssignment(assignment(name, options));
    if (isAddress(options.xdsHost())) {
      cluster.setType(DiscoveryType.STATIC);
    } else {
      // localhost has an IPv6 address on most machines, where often nobody listens.
      cluster.setType(DiscoveryType.STRICT_DNS).setDnsLookupFamily(DnsLookupFamily.V4_PREFERRED);
    }
    options
        .tls()
        .ifPresent(
            tls -> cluster.setTransportSocket(XdsSecrets.transportSocket(tls, options.xdsHost())));
    return cluster.build();
  }

  static boolean isAddress(String host) {
    return InetAddresses.isInetAddress(host);
  }

  static Address socket(String address, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
        .build();
  }

  private static ClusterLoadAssignment assignment(String name, BootstrapOptions options) {
    var endpoint = Endpoint.newBuilder().setAddress(socket(options.xdsHost(), options.xdsPort()));
    return ClusterLoadAssignment.newBuilder()
        .setClusterName(name)
        .addEndpoints(
            LocalityLbEndpoints.newBuilder()
                .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(endpoint)))
        .build();
  }

  private static Any http2(BootstrapOptions options) {
    var http2 =
        Http2ProtocolOptions.newBuilder()
            .setConnectionKeepalive(
                KeepaliveSettings.newBuilder().setInterval(PING_INTERVAL).setTimeout(PING_TIMEOUT));
    return DeterministicBytes.pack(
        HttpProtocolOptions.newBuilder()
            .setExplicitHttpConfig(ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(http2))
            .addAllHttpFilters(options.tls().map(XdsSecrets::filters).orElse(List.of()))
            .build());
  }

  private static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}

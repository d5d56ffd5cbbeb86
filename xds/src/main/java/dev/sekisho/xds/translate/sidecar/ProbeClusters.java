package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import dev.sekisho.xds.model.UpstreamProtocol;
import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.AppProbe.Grpc;
import dev.sekisho.xds.model.sidecar.AppProbe.HttpGet;
import dev.sekisho.xds.model.sidecar.AppProbe.TcpSocket;
import dev.sekisho.xds.model.sidecar.IpFamilies;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.ClusterTranslator;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.GrpcHealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.TcpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.List;

/**
 * A cluster for each check, with the Pod as its only endpoint. Connections come from the proxy's
 * own source address: from any other they would be redirected to the proxy and refused.
 */
final class ProbeClusters {
  /** How soon it is noticed that an application is up. */
  private static final Duration WHILE_DOWN = Durations.fromSeconds(1);

  private static final UInt32Value ONCE = UInt32Value.of(1);

  private ProbeClusters() {}

  /** {@code probe|web|readyz}. */
  static String name(AppProbe probe) {
    return "probe|%s|%s".formatted(probe.container(), probe.kind().file());
  }

  /** As it stands in a URL (RFC 3986, section 3.2.2). */
  static String authority(String podIp, int port) {
    return (IpFamilies.isIpv6(podIp) ? "[" + podIp + "]:" : podIp + ":") + port;
  }

  static Cluster of(AppProbe probe, String podIp) {
    var cluster =
        Cluster.newBuilder()
            .setName(name(probe))
            .setType(DiscoveryType.STATIC)
            .setConnectTimeout(Durations.fromSeconds(probe.timeoutSeconds()))
            .setLoadAssignment(StatusListeners.endpoint(name(probe), podIp, probe.action().port()))
            .setUpstreamBindConfig(Wildcards.source(IpFamilies.of(List.of(podIp))));
    return switch (probe.action()) {
      case HttpGet get -> get.tls() ? cluster.setTransportSocket(tls()).build() : cluster.build();
      case TcpSocket _ ->
          cluster
              .addHealthChecks(check(probe).setTcpHealthCheck(TcpHealthCheck.getDefaultInstance()))
              .build();
      case Grpc grpc ->
          cluster
              .addHealthChecks(
                  check(probe)
                      .setGrpcHealthCheck(
                          GrpcHealthCheck.newBuilder()
                              .setServiceName(grpc.service())
                              .setAuthority(authority(podIp, grpc.port()))))
              .putTypedExtensionProtocolOptions(
                  ClusterTranslator.HTTP_OPTIONS,
                  DeterministicBytes.pack(ClusterTranslator.options(UpstreamProtocol.HTTP_2)))
              .build();
    };
  }

  /** One success or failure is enough: kubelet counts them. */
  private static HealthCheck.Builder check(AppProbe probe) {
    var period = Durations.fromSeconds(probe.periodSeconds());
    return HealthCheck.newBuilder()
        .setTimeout(Durations.fromSeconds(probe.timeoutSeconds()))
        .setInterval(period)
        // No traffic but checks ever goes there; Envoy would wait for a minute.
        .setNoTrafficInterval(WHILE_DOWN)
        .setNoTrafficHealthyInterval(period)
        .setUnhealthyInterval(WHILE_DOWN)
        .setHealthyThreshold(ONCE)
        .setUnhealthyThreshold(ONCE)
        // A server that takes no more connections is down.
        .setReuseConnection(BoolValue.of(false));
  }

  /** With any certificate and no name, like kubelet. */
  private static TransportSocket tls() {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(DeterministicBytes.pack(UpstreamTlsContext.getDefaultInstance()))
        .build();
  }
}

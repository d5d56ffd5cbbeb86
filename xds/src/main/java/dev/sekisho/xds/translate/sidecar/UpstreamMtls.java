package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Struct;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.UpstreamCluster;
import dev.sekisho.xds.model.UpstreamProtocol;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.TlsModes;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * What is spoken to endpoints: the mesh's mTLS to those that take it, plaintext to others. Never
 * the one instead of the other: which it is stands with the endpoint, not in a handshake.
 */
public final class UpstreamMtls {
  /** Tells an inbound listener that TLS is the mesh's. */
  private static final String ALPN_MESH = "istio";

  private static final String ALPN_HTTP_2 = "h2";

  private static final TransportSocketMatch PLAINTEXT =
      TransportSocketMatch.newBuilder()
          .setName("tlsMode-disabled")
          .setMatch(Struct.getDefaultInstance())
          .setTransportSocket(
              TransportSocket.newBuilder()
                  .setName("envoy.transport_sockets.raw_buffer")
                  .setTypedConfig(DeterministicBytes.pack(RawBuffer.getDefaultInstance())))
          .build();

  private UpstreamMtls() {}

  static List<TransportSocketMatch> matches(OutboundPort port, TrustDomain trustDomain) {
    return matches(socket(port, trustDomain));
  }

  /** For a gateway's cluster, some of whose endpoints take it. */
  public static List<TransportSocketMatch> matches(
      UpstreamCluster cluster, TrustDomain trustDomain) {
    var service = cluster.ref().service();
    var identities =
        cluster.mtlsAccounts().stream()
            .flatMap(account -> SpiffeId.of(trustDomain, service.namespace(), account).stream())
            .toList();
    return matches(
        socket(
            cluster.ref(),
            cluster.protocol() == UpstreamProtocol.HTTP_2,
            names(cluster.ref(), identities, trustDomain)));
  }

  private static List<TransportSocketMatch> matches(TransportSocket socket) {
    var mtls =
        TransportSocketMatch.newBuilder()
            .setName("tlsMode-istio")
            .setMatch(TlsModes.ISTIO)
            .setTransportSocket(socket)
            .build();
    return List.of(mtls, PLAINTEXT);
  }

  /** For endpoints that all take it. */
  static TransportSocket socket(OutboundPort port, TrustDomain trustDomain) {
    return socket(
        port.ref(),
        port.protocol() == PortProtocol.HTTP_2,
        names(port.ref(), port.identities(), trustDomain));
  }

  private static TransportSocket socket(
      ClusterRef ref, boolean http2, List<SubjectAltNameMatcher> names) {
    var alpn = http2 ? List.of(ALPN_MESH, ALPN_HTTP_2) : List.of(ALPN_MESH);
    return MeshTls.socket(
        UpstreamTlsContext.newBuilder()
            .setCommonTlsContext(MeshTls.context(alpn, names))
            .setSni(SidecarNames.serverName(ref))
            .build());
  }

  /**
   * Exactly those that may answer. While none is known, any of the Service's namespace: without a
   * match at all, an endpoint that comes before its identity would be anybody's.
   */
  private static List<SubjectAltNameMatcher> names(
      ClusterRef ref, List<SpiffeId> identities, TrustDomain trustDomain) {
    if (identities.isEmpty()) {
      var prefix = "spiffe://%s/ns/%s/sa/".formatted(trustDomain, ref.service().namespace());
      return List.of(MeshTls.uri(StringMatcher.newBuilder().setPrefix(prefix)));
    }
    return identities.stream()
        .map(id -> MeshTls.uri(StringMatcher.newBuilder().setExact(id.toString())))
        .toList();
  }
}

package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Struct;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.model.sidecar.OutboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.AdsSources;
import dev.sekisho.xds.translate.TlsModes;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * What is spoken to endpoints: the mesh's mTLS to those that take it, plaintext to others. Never
 * the one instead of the other: which it is stands with the endpoint, not in a handshake.
 */
final class UpstreamMtls {
  private static final String WORKLOAD_CERTIFICATE = "default";
  private static final String ROOTS = "ROOTCA";

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
    var mtls =
        TransportSocketMatch.newBuilder()
            .setName("tlsMode-istio")
            .setMatch(TlsModes.ISTIO)
            .setTransportSocket(socket(port, trustDomain))
            .build();
    return List.of(mtls, PLAINTEXT);
  }

  /** For endpoints that all take it. */
  static TransportSocket socket(OutboundPort port, TrustDomain trustDomain) {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(DeterministicBytes.pack(context(port, trustDomain)))
        .build();
  }

  private static UpstreamTlsContext context(OutboundPort port, TrustDomain trustDomain) {
    var common =
        CommonTlsContext.newBuilder()
            .setTlsParams(
                TlsParameters.newBuilder()
                    .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                    .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
            .addAlpnProtocols(ALPN_MESH)
            .addTlsCertificateSdsSecretConfigs(secret(WORKLOAD_CERTIFICATE))
            .setCombinedValidationContext(
                CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(
                        CertificateValidationContext.newBuilder()
                            .addAllMatchTypedSubjectAltNames(names(port, trustDomain)))
                    .setValidationContextSdsSecretConfig(secret(ROOTS)));
    if (port.protocol() == PortProtocol.HTTP_2) {
      common.addAlpnProtocols(ALPN_HTTP_2);
    }
    return UpstreamTlsContext.newBuilder()
        .setCommonTlsContext(common)
        .setSni(SidecarNames.serverName(port.ref()))
        .build();
  }

  /**
   * Exactly those that may answer. While none is known, any of the Service's namespace: without a
   * match at all, an endpoint that comes before its identity would be anybody's.
   */
  private static List<SubjectAltNameMatcher> names(OutboundPort port, TrustDomain trustDomain) {
    if (port.identities().isEmpty()) {
      var prefix = "spiffe://%s/ns/%s/sa/".formatted(trustDomain, port.ref().service().namespace());
      return List.of(uri(StringMatcher.newBuilder().setPrefix(prefix).build()));
    }
    return port.identities().stream()
        .map(id -> uri(StringMatcher.newBuilder().setExact(id.toString()).build()))
        .toList();
  }

  private static SubjectAltNameMatcher uri(StringMatcher matcher) {
    return SubjectAltNameMatcher.newBuilder().setSanType(SanType.URI).setMatcher(matcher).build();
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(AdsSources.waiting()).build();
  }
}

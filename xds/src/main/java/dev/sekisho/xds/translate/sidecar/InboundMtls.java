package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.AdsSources;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/** The mesh's mTLS as a sidecar takes it from its application's callers. */
final class InboundMtls {
  private static final String WORKLOAD_CERTIFICATE = "default";
  private static final String ROOTS = "ROOTCA";

  /**
   * What is agreed on with a caller that offers it. The mesh's own names, by which callers are told
   * from strangers, aren't: whoever offers nothing else does without.
   */
  private static final List<String> ALPN = List.of("h2", "http/1.1");

  private InboundMtls() {}

  /** TLS 1.2 or newer with a client certificate of that trust domain, whoever's in it. */
  static TransportSocket socket(TrustDomain trustDomain) {
    var members =
        SubjectAltNameMatcher.newBuilder()
            .setSanType(SanType.URI)
            .setMatcher(StringMatcher.newBuilder().setPrefix("spiffe://%s/".formatted(trustDomain)))
            .build();
    var common =
        CommonTlsContext.newBuilder()
            .setTlsParams(
                TlsParameters.newBuilder()
                    .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                    .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
            .addAllAlpnProtocols(ALPN)
            .addTlsCertificateSdsSecretConfigs(secret(WORKLOAD_CERTIFICATE))
            .setCombinedValidationContext(
                CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(
                        CertificateValidationContext.newBuilder()
                            .addMatchTypedSubjectAltNames(members))
                    .setValidationContextSdsSecretConfig(secret(ROOTS)));
    var context =
        DownstreamTlsContext.newBuilder()
            .setRequireClientCertificate(BoolValue.of(true))
            .setCommonTlsContext(common)
            .build();
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(DeterministicBytes.pack(context))
        .build();
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(AdsSources.waiting()).build();
  }
}

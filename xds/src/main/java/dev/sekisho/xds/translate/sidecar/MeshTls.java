package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.Message;
import dev.sekisho.xds.resources.DeterministicBytes;
import dev.sekisho.xds.translate.AdsSources;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/** What both ends of the mesh's mTLS have in common. */
final class MeshTls {
  private static final String WORKLOAD_CERTIFICATE = "default";
  private static final String ROOTS = "ROOTCA";

  private MeshTls() {}

  /**
   * TLS 1.2 or newer, with the workload's own certificate.
   *
   * @param alpn what is offered or agreed on
   * @param peers one of whom the other end must prove to be
   */
  static CommonTlsContext context(List<String> alpn, List<SubjectAltNameMatcher> peers) {
    return CommonTlsContext.newBuilder()
        .setTlsParams(
            TlsParameters.newBuilder()
                .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
        .addAllAlpnProtocols(alpn)
        .addTlsCertificateSdsSecretConfigs(secret(WORKLOAD_CERTIFICATE))
        .setCombinedValidationContext(
            CombinedCertificateValidationContext.newBuilder()
                .setDefaultValidationContext(
                    CertificateValidationContext.newBuilder()
                        .addAllMatchTypedSubjectAltNames(peers))
                .setValidationContextSdsSecretConfig(secret(ROOTS)))
        .build();
  }

  /** Somebody whose certificate has a URI that matches. */
  static SubjectAltNameMatcher uri(StringMatcher.Builder matcher) {
    return SubjectAltNameMatcher.newBuilder().setSanType(SanType.URI).setMatcher(matcher).build();
  }

  /** Of one of the two sorts of TLS context. */
  static TransportSocket socket(Message context) {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(DeterministicBytes.pack(context))
        .build();
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(AdsSources.waiting()).build();
  }
}

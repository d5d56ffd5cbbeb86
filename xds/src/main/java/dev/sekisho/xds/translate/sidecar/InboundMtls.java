package dev.sekisho.xds.translate.sidecar;

import com.google.protobuf.BoolValue;
import dev.sekisho.certs.TrustDomain;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/** The mesh's mTLS as a sidecar takes it from its application's callers. */
final class InboundMtls {

  /**
   * What is agreed on with a caller that offers it. The mesh's own names, by which callers are told
   * from strangers, aren't: whoever offers nothing else does without.
   */
  private static final List<String> ALPN = List.of("h2", "http/1.1");

  private InboundMtls() {}

  /** TLS 1.2 or newer with a client certificate of that trust domain, whoever's in it. */
  static TransportSocket socket(TrustDomain trustDomain) {
    var members = StringMatcher.newBuilder().setPrefix("spiffe://%s/".formatted(trustDomain));
    return MeshTls.socket(
        DownstreamTlsContext.newBuilder()
            .setRequireClientCertificate(BoolValue.of(true))
            .setCommonTlsContext(MeshTls.context(ALPN, List.of(MeshTls.uri(members))))
            .build());
  }
}

package dev.sekisho.xds.translate;

import dev.sekisho.xds.model.SecretKey;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;

/** TLS towards clients. */
final class DownstreamTls {
  private DownstreamTls() {}

  /** Reads the server name of a connection, which selects the filter chain. */
  static ListenerFilter inspector() {
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.listener.tls_inspector")
        .setTypedConfig(DeterministicBytes.pack(TlsInspector.getDefaultInstance()))
        .build();
  }

  /** TLS 1.2 or newer with a certificate that comes over SDS on the same stream. */
  static TransportSocket socket(SecretKey certificate) {
    var context =
        DownstreamTlsContext.newBuilder()
            .setCommonTlsContext(
                CommonTlsContext.newBuilder()
                    .setTlsParams(
                        TlsParameters.newBuilder()
                            .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2))
                    .addAlpnProtocols("h2")
                    .addAlpnProtocols("http/1.1")
                    .addTlsCertificateSdsSecretConfigs(
                        SdsSecretConfig.newBuilder()
                            .setName(ResourceNames.secret(certificate))
                            .setSdsConfig(AdsSources.withTimeout())))
            .build();
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(DeterministicBytes.pack(context))
        .build();
  }
}

package dev.sekisho.xds.bootstrap;

import com.google.protobuf.Any;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;
import java.util.Map;

/**
 * TLS of the xDS connection, and how the proxy shows who it is on it.
 *
 * <p>Envoy watches files only where a secret document names them, one document each, so renewal
 * needs those two documents beside the bootstrap. Secrets within the bootstrap are read once.
 */
final class XdsSecrets {
  private static final String CLIENT = "xds-client";
  private static final String TOKEN = "xds-token";
  private static final String CA = "xds-ca";

  private XdsSecrets() {}

  static TransportSocket transportSocket(XdsTls tls, String host) {
    var context =
        UpstreamTlsContext.newBuilder()
            .setCommonTlsContext(
                tls.secretsFolder()
                    .map(folder -> watched(tls, folder, host))
                    .orElseGet(() -> readOnce(tls, host)));
    if (!XdsCluster.isAddress(host)) {
      context.setSni(host);
    }
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(DeterministicBytes.pack(context.build()))
        .build();
  }

  /** The filters that {@link XdsCredential.Token} needs; none for a certificate. */
  static List<HttpFilter> filters(XdsTls tls) {
    return switch (tls.credential()) {
      case XdsCredential.ClientCertificate _ -> List.of();
      case XdsCredential.Token _ ->
          XdsToken.filters(path(tls.secretsFolder().orElseThrow(), TOKEN), TOKEN);
    };
  }

  /** The documents that the bootstrap refers to, by path. */
  static Map<String, String> files(XdsTls tls, String folder) {
    var credential = document(tls.credential());
    var ca =
        Secret.newBuilder()
            .setName(CA)
            .setValidationContext(
                CertificateValidationContext.newBuilder()
                    .setTrustedCa(file(tls.caFile()))
                    .setWatchedDirectory(folderOf(tls.caFile())))
            .build();
    return Map.of(
        path(folder, credential.getName()), document(credential), path(folder, CA), document(ca));
  }

  private static Secret document(XdsCredential credential) {
    return switch (credential) {
      case XdsCredential.ClientCertificate client ->
          Secret.newBuilder()
              .setName(CLIENT)
              .setTlsCertificate(
                  certificate(client).setWatchedDirectory(folderOf(client.certificateFile())))
              .build();
      case XdsCredential.Token(var file) ->
          Secret.newBuilder()
              .setName(TOKEN)
              .setGenericSecret(
                  GenericSecret.newBuilder()
                      .setSecret(
                          DataSource.newBuilder()
                              .setFilename(file)
                              .setWatchedDirectory(folderOf(file))))
              .build();
    };
  }

  private static String document(Secret secret) {
    Any packed = DeterministicBytes.pack(secret);
    return BootstrapJson.print(DiscoveryResponse.newBuilder().addResources(packed).build());
  }

  private static CommonTlsContext watched(XdsTls tls, String folder, String host) {
    var common =
        common()
            .setCombinedValidationContext(
                CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(serverNamed(host))
                    .setValidationContextSdsSecretConfig(document(folder, CA)));
    return switch (tls.credential()) {
      case XdsCredential.ClientCertificate _ ->
          common.addTlsCertificateSdsSecretConfigs(document(folder, CLIENT)).build();
      case XdsCredential.Token _ -> common.build();
    };
  }

  private static CommonTlsContext readOnce(XdsTls tls, String host) {
    var common = common().setValidationContext(serverNamed(host).setTrustedCa(file(tls.caFile())));
    return switch (tls.credential()) {
      case XdsCredential.ClientCertificate client ->
          common.addTlsCertificates(certificate(client)).build();
      case XdsCredential.Token _ ->
          throw new IllegalArgumentException("a token that isn't watched");
    };
  }

  private static CommonTlsContext.Builder common() {
    return CommonTlsContext.newBuilder()
        .setTlsParams(
            TlsParameters.newBuilder()
                .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
        .addAlpnProtocols("h2");
  }

  /** Any certificate of the CA would do otherwise, another proxy's too. */
  private static CertificateValidationContext.Builder serverNamed(String host) {
    return CertificateValidationContext.newBuilder()
        .addMatchTypedSubjectAltNames(
            SubjectAltNameMatcher.newBuilder()
                .setSanType(XdsCluster.isAddress(host) ? SanType.IP_ADDRESS : SanType.DNS)
                .setMatcher(StringMatcher.newBuilder().setExact(host)));
  }

  private static TlsCertificate.Builder certificate(XdsCredential.ClientCertificate client) {
    return TlsCertificate.newBuilder()
        .setCertificateChain(file(client.certificateFile()))
        .setPrivateKey(file(client.keyFile()));
  }

  private static SdsSecretConfig document(String folder, String name) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setPathConfigSource(PathConfigSource.newBuilder().setPath(path(folder, name)))
                .setResourceApiVersion(ApiVersion.V3))
        .build();
  }

  private static String path(String folder, String name) {
    return folder + "/" + name + ".json";
  }

  private static DataSource file(String path) {
    return DataSource.newBuilder().setFilename(path).build();
  }

  private static WatchedDirectory folderOf(String file) {
    int slash = file.lastIndexOf('/');
    return WatchedDirectory.newBuilder()
        .setPath(slash < 0 ? "." : file.substring(0, Math.max(slash, 1)))
        .build();
  }
}

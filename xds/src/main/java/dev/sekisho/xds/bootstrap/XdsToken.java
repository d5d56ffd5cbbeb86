package dev.sekisho.xds.bootstrap;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.sekisho.xds.resources.DeterministicBytes;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;

/**
 * Puts a token into the {@code authorization} header of each xDS stream, by filters of the cluster.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/credential_injector_filter">Credential
 *     injector</a>
 */
final class XdsToken {
  private static final String GENERIC_TYPE =
      "type.googleapis.com/envoy.extensions.http.injected_credentials.generic.v3.Generic";

  private XdsToken() {}

  /**
   * @param document the file that names the token's
   * @param secret its name in there
   */
  static List<HttpFilter> filters(String document, String secret) {
    var injector =
        CredentialInjector.newBuilder()
            .setOverwrite(true)
            .setCredential(
                TypedExtensionConfig.newBuilder()
                    .setName("envoy.http.injected_credentials.generic")
                    .setTypedConfig(DeterministicBytes.pack(bearer(document, secret))))
            .build();
    return List.of(
        filter("envoy.filters.http.credential_injector", injector),
        filter("envoy.filters.http.upstream_codec", UpstreamCodec.getDefaultInstance()));
  }

  /** By its JSON form: the protocol library is older than the field for the prefix. */
  private static TypedStruct bearer(String document, String secret) {
    var source =
        struct(
            Struct.newBuilder()
                .putFields("path_config_source", path(document))
                .putFields("resource_api_version", text("V3")));
    var credential =
        struct(Struct.newBuilder().putFields("name", text(secret)).putFields("sds_config", source));
    return TypedStruct.newBuilder()
        .setTypeUrl(GENERIC_TYPE)
        .setValue(
            Struct.newBuilder()
                .putFields("credential", credential)
                .putFields("header_value_prefix", text("Bearer ")))
        .build();
  }

  private static HttpFilter filter(String name, Message config) {
    return HttpFilter.newBuilder()
        .setName(name)
        .setTypedConfig(DeterministicBytes.pack(config))
        .build();
  }

  private static Value path(String document) {
    return struct(Struct.newBuilder().putFields("path", text(document)));
  }

  private static Value struct(Struct.Builder fields) {
    return Value.newBuilder().setStructValue(fields).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}

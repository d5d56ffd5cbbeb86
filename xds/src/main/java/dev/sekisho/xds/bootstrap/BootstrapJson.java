package dev.sekisho.xds.bootstrap;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;

/** Prints messages as people write Envoy configuration: indented, with the names of the fields. */
final class BootstrapJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(UpstreamTlsContext.getDescriptor())
                  .add(HttpProtocolOptions.getDescriptor())
                  .add(CredentialInjector.getDescriptor())
                  .add(UpstreamCodec.getDescriptor())
                  .add(TypedStruct.getDescriptor())
                  .add(Secret.getDescriptor())
                  .build())
          .preservingProtoFieldNames()
          .sortingMapKeys();

  private BootstrapJson() {}

  static String print(Message message) {
    try {
      return PRINTER.print(message) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the registry lacks a type that the bootstrap uses", e);
    }
  }
}

package dev.sekisho.xds.golden;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sekisho.xds.debug.KnownTypes;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.stream.Collectors;

/**
 * Resources as they are on the wire, read back and printed; private keys and certificates aren't.
 */
final class ResourceJson {
  private static final DataSource REDACTED =
      DataSource.newBuilder().setInlineString("redacted").build();

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(KnownTypes.REGISTRY)
          .preservingProtoFieldNames()
          .sortingMapKeys();

  private ResourceJson() {}

  /** A JSON array of the resources of that type by name. */
  static String of(ResourceSnapshot snapshot, ResourceType type) {
    return snapshot.resources(type).values().stream()
        .map(ResourceJson::print)
        .collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private static String print(EncodedResource resource) {
    try {
      return PRINTER.print(redacted(Any.parseFrom(resource.body())));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(resource + " can't be read back", e);
    }
  }

  private static Any redacted(Any any) throws InvalidProtocolBufferException {
    if (!any.is(Secret.class)) {
      return any;
    }
    var secret = any.unpack(Secret.class).toBuilder();
    secret.getTlsCertificateBuilder().setCertificateChain(REDACTED).setPrivateKey(REDACTED);
    return Any.pack(secret.build());
  }
}

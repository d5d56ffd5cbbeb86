package dev.sekisho.xds.resources;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A resource as it goes over the wire. Immutable; prints its name and version only, because its
 * body may hold a private key.
 *
 * @param name the resource's xDS name
 * @param version a hash of the content: equal bytes have equal versions, on every replica
 * @param body a serialized {@link com.google.protobuf.Any} of the resource
 * @param entry the resource with its name and version as a field of a {@link
 *     DeltaDiscoveryResponse}, which all streams write as it is; shares the body's bytes
 */
public record EncodedResource(String name, String version, ByteString body, ByteString entry) {
  /** With the entry that follows from the rest. */
  public EncodedResource(String name, String version, ByteString body) {
    this(name, version, body, before(name, version, body).concat(body).concat(after(name)));
  }

  /** In one piece, which is written sooner than three. */
  private static EncodedResource inOnePiece(String name, String version, ByteString body) {
    var before = before(name, version, body);
    var entry = before.concat(body).concat(after(name)).toByteArray();
    var whole = UnsafeByteOperations.unsafeWrap(entry); // nobody else has it
    int start = before.size();
    return new EncodedResource(name, version, whole.substring(start, start + body.size()), whole);
  }

  private static ByteString before(String name, String version, ByteString body) {
    int size =
        CodedOutputStream.computeStringSize(Resource.VERSION_FIELD_NUMBER, version)
            + CodedOutputStream.computeBytesSize(Resource.RESOURCE_FIELD_NUMBER, body)
            + CodedOutputStream.computeStringSize(Resource.NAME_FIELD_NUMBER, name);
    return bytes(
        out -> {
          out.writeTag(
              DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(size);
          out.writeString(Resource.VERSION_FIELD_NUMBER, version);
          out.writeTag(Resource.RESOURCE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          out.writeUInt32NoTag(body.size());
        });
  }

  private static ByteString after(String name) {
    return bytes(out -> out.writeString(Resource.NAME_FIELD_NUMBER, name));
  }

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static ByteString bytes(Writing writing) {
    var bytes = ByteString.newOutput();
    try {
      var out = CodedOutputStream.newInstance(bytes);
      writing.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not to memory
    }
    return bytes.toByteString();
  }

  /** Encodes the message deterministically; its version is the hash of its bytes. */
  public static EncodedResource encode(String name, Message message) {
    var packed = DeterministicBytes.pack(message);
    var version = new ContentHash().add(packed.getValue().asReadOnlyByteBuffer()).hex();
    return inOnePiece(name, version, DeterministicBytes.of(packed));
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}

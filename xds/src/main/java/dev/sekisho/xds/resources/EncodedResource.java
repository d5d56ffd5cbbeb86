package dev.sekisho.xds.resources;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

/**
 * A resource as it goes over the wire. Immutable; prints its name and version only, because its
 * body may hold a private key.
 *
 * @param name the resource's xDS name
 * @param version a hash of the content: equal bytes have equal versions, on every replica
 * @param body a serialized {@link com.google.protobuf.Any} of the resource
 */
public record EncodedResource(String name, String version, ByteString body) {

  /** Encodes the message deterministically; its version is the hash of its bytes. */
  public static EncodedResource encode(String name, Message message) {
    var packed = DeterministicBytes.pack(message);
    var version = new ContentHash().add(packed.getValue().asReadOnlyByteBuffer()).hex();
    return new EncodedResource(name, version, DeterministicBytes.of(packed));
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}

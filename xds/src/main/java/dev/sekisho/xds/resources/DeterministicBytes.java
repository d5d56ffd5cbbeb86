package dev.sekisho.xds.resources;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Serialization whose bytes depend on the content alone: protobuf writes map entries in an
 * arbitrary order unless asked not to.
 *
 * <p>An {@link Any} holds bytes that were written before, so nested ones have to be made by {@link
 * #pack} too.
 */
public final class DeterministicBytes {
  private static final String TYPE_URL_PREFIX = "type.googleapis.com/";

  private DeterministicBytes() {}

  /** The message in protobuf's wire format, equal for equal messages. */
  public static ByteString of(Message message) {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the exact size can't run out", e);
    }
    out.checkNoSpaceLeft();
    return ByteString.copyFrom(bytes);
  }

  static String typeUrl(Message message) {
    return TYPE_URL_PREFIX + message.getDescriptorForType().getFullName();
  }

  /** Like {@link Any#pack(Message)}, with deterministic bytes inside. */
  public static Any pack(Message message) {
    return Any.newBuilder().setTypeUrl(typeUrl(message)).setValue(of(message)).build();
  }
}

package dev.sekisho.xds.resources;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.math.BigInteger;

/**
 * A message as it lies within a resource, which is put together from many without encoding them
 * again. Immutable.
 *
 * @param hash of the content
 * @param bytes the message in protobuf's wire format
 */
public record EncodedPart(BigInteger hash, ByteString bytes) {

  /** Encodes the message deterministically. */
  public static EncodedPart encode(Message message) {
    var bytes = DeterministicBytes.of(message);
    return new EncodedPart(new ContentHash().add(bytes.asReadOnlyByteBuffer()).number(), bytes);
  }
}

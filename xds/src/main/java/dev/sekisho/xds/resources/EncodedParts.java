package dev.sekisho.xds.resources;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;

/**
 * Elements of a repeated field, one after the other, as they lie within a resource. Immutable; they
 * are joined without copying.
 *
 * @param sum of the hashes of the elements: the same however they were joined
 * @param bytes each with its tag and length
 */
public record EncodedParts(BigInteger sum, ByteString bytes) {
  public static final EncodedParts NONE = new EncodedParts(BigInteger.ZERO, ByteString.EMPTY);

  /** These elements, in this order. */
  public static EncodedParts of(int field, Collection<EncodedPart> parts) {
    var sum = BigInteger.ZERO;
    var pieces = new ArrayList<ByteString>(2 * parts.size());
    for (var part : parts) {
      sum = sum.add(part.hash());
      pieces.add(lead(field, part.bytes().size()));
      pieces.add(part.bytes());
    }
    return new EncodedParts(sum, ByteString.copyFrom(pieces));
  }

  /** All of these, in this order. */
  public static EncodedParts joined(Collection<EncodedParts> all) {
    var sum = BigInteger.ZERO;
    for (var parts : all) {
      sum = sum.add(parts.sum);
    }
    return new EncodedParts(
        sum, ByteString.copyFrom(all.stream().map(EncodedParts::bytes).toList()));
  }

  /** A tag and a length. */
  static ByteString lead(int field, int length) {
    int size =
        CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length);
    var bytes = new byte[size];
    var out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(length);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the exact size can't run out", e);
    }
    return ByteString.copyFrom(bytes);
  }
}

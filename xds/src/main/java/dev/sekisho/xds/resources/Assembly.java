package dev.sekisho.xds.resources;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Puts a resource together from parts that are encoded already: at the cost of their number, not of
 * their size. The result is what encoding the whole message would give, if the repeated field lies
 * between the fields of both ends by number; its version is a hash of the parts' versions.
 *
 * @param head the message with the fields before the repeated one
 * @param field the number of the repeated field
 * @param tail the message with the fields after it
 */
public record Assembly(Message head, int field, Message tail) {

  /** The resource with these parts, in this order. */
  public EncodedResource of(String name, Collection<EncodedPart> parts) {
    var before = DeterministicBytes.of(head);
    var after = DeterministicBytes.of(tail);
    var hash = new ContentHash().add(before.asReadOnlyByteBuffer());
    var pieces = new ArrayList<ByteString>(2 * parts.size() + 2);
    pieces.add(before);
    for (var part : parts) {
      hash.add(part.version());
      pieces.add(lead(field, part.bytes().size()));
      pieces.add(part.bytes());
    }
    pieces.add(after);
    hash.add(after.asReadOnlyByteBuffer());
    return new EncodedResource(name, hash.hex(), packed(pieces));
  }

  /** What {@link DeterministicBytes#pack} gives, in wire format. */
  private ByteString packed(List<ByteString> pieces) {
    var value = ByteString.copyFrom(pieces);
    var typeUrl = DeterministicBytes.typeUrl(head);
    return DeterministicBytes.of(Any.newBuilder().setTypeUrl(typeUrl).build())
        .concat(lead(Any.VALUE_FIELD_NUMBER, value.size()))
        .concat(value);
  }

  private static ByteString lead(int field, int length) {
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

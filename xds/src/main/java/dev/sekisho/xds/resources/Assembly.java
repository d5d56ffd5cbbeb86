package dev.sekisho.xds.resources;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

/**
 * Puts a resource together from parts that are encoded already: at the cost of their number, not of
 * their size. The result is what encoding the whole message would give, if the repeated field lies
 * between the fields of both ends by number; its version is a hash of the parts' hashes.
 *
 * @param head the message with the fields before the repeated one
 * @param tail the message with the fields after it
 */
public record Assembly(Message head, Message tail) {

  /** The resource with these elements. Where they are the same, so must be their order. */
  public EncodedResource of(String name, EncodedParts parts) {
    var before = DeterministicBytes.of(head);
    var after = DeterministicBytes.of(tail);
    var version =
        new ContentHash()
            .add(before.asReadOnlyByteBuffer())
            .add(parts.sum().toString())
            .add(after.asReadOnlyByteBuffer())
            .hex();
    var value = before.concat(parts.bytes()).concat(after);
    // What packing the whole gives, in wire format.
    var packed =
        DeterministicBytes.of(Any.newBuilder().setTypeUrl(DeterministicBytes.typeUrl(head)).build())
            .concat(EncodedParts.lead(Any.VALUE_FIELD_NUMBER, value.size()))
            .concat(value);
    return new EncodedResource(name, version, packed);
  }
}

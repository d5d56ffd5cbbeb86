package dev.sekisho.xds.server;

import com.google.protobuf.ByteOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Hands the arrays of byte strings to a stream as they are, without a buffer between. The stream
 * must not keep or change them.
 */
final class PastBuffer extends ByteOutput {
  private final OutputStream target;

  PastBuffer(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(byte value) throws IOException {
    target.write(value);
  }

  @Override
  public void write(byte[] value, int offset, int length) throws IOException {
    target.write(value, offset, length);
  }

  @Override
  public void writeLazy(byte[] value, int offset, int length) throws IOException {
    write(value, offset, length);
  }

  @Override
  public void write(ByteBuffer value) throws IOException {
    if (value.hasArray()) {
      write(value.array(), value.arrayOffset() + value.position(), value.remaining());
    } else {
      var copy = new byte[value.remaining()];
      value.get(copy);
      target.write(copy);
    }
  }

  @Override
  public void writeLazy(ByteBuffer value) throws IOException {
    write(value);
  }
}

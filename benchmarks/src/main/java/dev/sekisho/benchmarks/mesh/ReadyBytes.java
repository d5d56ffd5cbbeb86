package dev.sekisho.benchmarks.mesh;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes messages that are bytes already, in one piece, into gRPC's own buffer. */
final class ReadyBytes implements Marshaller<byte[]> {

  @Override
  public InputStream stream(byte[] message) {
    return new Once(message);
  }

  @Override
  public byte[] parse(InputStream stream) {
    throw new UnsupportedOperationException("a server writes responses");
  }

  private static final class Once extends ByteArrayInputStream implements KnownLength, Drainable {
    Once(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = count - pos;
      target.write(buf, pos, length);
      pos = count;
      return length;
    }
  }
}

package dev.sekisho.benchmarks.mesh;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * As much of an {@code envoy.service.discovery.v3.DeltaDiscoveryRequest} as the ceiling looks at.
 *
 * @param answers whether it has a nonce, and so is an ACK
 */
record Ask(String typeUrl, boolean answers) {

  private static final int TYPE_URL = 2;
  private static final int RESPONSE_NONCE = 6;

  /** Reads; nothing of this kind is ever written. */
  static final class Reader implements Marshaller<Ask> {
    @Override
    public InputStream stream(Ask ask) {
      throw new UnsupportedOperationException("a server reads requests");
    }

    @Override
    public Ask parse(InputStream stream) {
      try {
        return read(CodedInputStream.newInstance(stream));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Ask read(CodedInputStream in) throws IOException {
    var typeUrl = "";
    boolean answers = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field == TYPE_URL) {
        typeUrl = in.readString();
      } else {
        answers |= field == RESPONSE_NONCE;
        in.skipField(tag);
      }
    }
    return new Ask(typeUrl, answers);
  }
}

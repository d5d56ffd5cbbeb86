package dev.sekisho.xds.server;

import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Istio's {@code IstioCertificateResponse}.
 *
 * @param chain field 1: PEM, the leaf first, what to trust last
 */
record CertificateResponse(List<String> chain) {
  private static final int CHAIN = 1;

  /** For a server only: it writes. */
  static final Marshaller<CertificateResponse> MARSHALLER =
      new Marshaller<>() {
        @Override
        public InputStream stream(CertificateResponse response) {
          return new ByteArrayInputStream(response.bytes());
        }

        @Override
        public CertificateResponse parse(InputStream stream) {
          throw new UnsupportedOperationException("the server isn't answered");
        }
      };

  CertificateResponse {
    chain = List.copyOf(chain);
  }

  private byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try {
      var out = CodedOutputStream.newInstance(bytes);
      for (var pem : chain) {
        out.writeString(CHAIN, pem);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array can always be written", e);
    }
    return bytes.toByteArray();
  }
}

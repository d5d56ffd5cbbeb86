package dev.sekisho.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.sekisho.certs.SigningRequest;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;

/**
 * Istio's {@code IstioCertificateRequest}, as far as it counts; written and read by hand, because
 * two messages of four fields aren't worth a code generator.
 */
sealed interface CertificateRequest {
  /** Bytes of the message: a request and some metadata, which nobody reads. */
  int MAX_BYTES = SigningRequest.MAX_BYTES + (6 << 10);

  /**
   * One that can be read.
   *
   * @param csr field 1, PEM
   * @param validitySeconds field 3; 0 or less: not given
   */
  record Read(ByteString csr, long validitySeconds) implements CertificateRequest {}

  /** One that can't. */
  record Malformed(String message) implements CertificateRequest {}

  /** For a server only: it reads. */
  Marshaller<CertificateRequest> MARSHALLER =
      new Marshaller<>() {
        @Override
        public CertificateRequest parse(InputStream stream) {
          return read(stream);
        }

        @Override
        public InputStream stream(CertificateRequest request) {
          throw new UnsupportedOperationException("the server doesn't ask");
        }
      };

  private static CertificateRequest read(InputStream stream) {
    try {
      var bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        return new Malformed("the request has over %d bytes".formatted(MAX_BYTES));
      }
      var input = CodedInputStream.newInstance(bytes);
      var csr = ByteString.EMPTY;
      var seconds = 0L;
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        switch (tag) {
          case Fields.CSR -> csr = input.readBytes();
          case Fields.VALIDITY -> seconds = input.readInt64();
          default -> input.skipField(tag);
        }
      }
      return new Read(csr, seconds);
    } catch (IOException e) {
      return new Malformed("the request isn't an IstioCertificateRequest");
    }
  }

  /** Tags on the wire: number and type. */
  final class Fields {
    static final int CSR = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    static final int VALIDITY = 3 << 3 | WireFormat.WIRETYPE_VARINT;

    private Fields() {}
  }
}

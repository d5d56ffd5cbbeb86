package dev.sekisho.integration;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has keys signed as Istio's agent does, by messages that are put together field by field. */
final class SigningClient {
  private static final MethodDescriptor<UnknownFieldSet, UnknownFieldSet> CREATE =
      MethodDescriptor.newBuilder(new Fields(), new Fields())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("istio.v1.auth.IstioCertificateService/CreateCertificate")
          .build();
  private static final int CSR = 1;
  private static final int VALIDITY = 3;
  private static final int CHAIN = 1;

  private SigningClient() {}

  /**
   * The elements of the answer.
   *
   * @throws io.grpc.StatusRuntimeException if it is refused
   */
  static List<String> sign(ControlPlaneProcess server, String token, String csr, long seconds) {
    var request =
        UnknownFieldSet.newBuilder()
            .addField(CSR, field().addLengthDelimited(ByteString.copyFromUtf8(csr)).build())
            .addField(VALIDITY, field().addVarint(seconds).build())
            .build();
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    try {
      var credentials =
          TlsChannelCredentials.newBuilder().trustManager(server.ca().toFile()).build();
      var channel = Grpc.newChannelBuilder(server.xds(), credentials).build();
      try {
        var response =
            ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                CREATE,
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                request);
        return response.getField(CHAIN).getLengthDelimitedList().stream()
            .map(ByteString::toStringUtf8)
            .toList();
      } finally {
        channel.shutdownNow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnknownFieldSet.Field.Builder field() {
    return UnknownFieldSet.Field.newBuilder();
  }

  /** Messages as fields by number. */
  private static final class Fields implements MethodDescriptor.Marshaller<UnknownFieldSet> {
    @Override
    public InputStream stream(UnknownFieldSet fields) {
      return fields.toByteString().newInput();
    }

    @Override
    public UnknownFieldSet parse(InputStream stream) {
      try {
        return UnknownFieldSet.parseFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

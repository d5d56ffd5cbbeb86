package dev.sekisho.xds.server;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Struct;
import com.google.protobuf.StructProto;
import com.google.protobuf.Value;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The calls of Istio's agent, on messages that protobuf itself encodes by the schema of {@code
 * security/v1alpha1/ca.proto}.
 */
final class IstioAgent {
  private static final FileDescriptor FILE = file();
  private static final Descriptor REQUEST = FILE.findMessageTypeByName("IstioCertificateRequest");
  private static final Descriptor RESPONSE = FILE.findMessageTypeByName("IstioCertificateResponse");
  private static final MethodDescriptor<DynamicMessage, DynamicMessage> CREATE =
      MethodDescriptor.newBuilder(marshaller(REQUEST), marshaller(RESPONSE))
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("istio.v1.auth.IstioCertificateService/CreateCertificate")
          .build();

  private IstioAgent() {}

  /** Has a request signed; the elements of the answer. */
  static List<String> create(Channel channel, String csr, long validitySeconds) {
    var metadata =
        Struct.newBuilder()
            .putFields("ClusterID", Value.newBuilder().setStringValue("Kubernetes").build());
    var request =
        DynamicMessage.newBuilder(REQUEST)
            .setField(REQUEST.findFieldByName("csr"), csr)
            .setField(REQUEST.findFieldByName("validity_duration"), validitySeconds)
            .setField(REQUEST.findFieldByName("metadata"), metadata.build())
            .build();
    var response = ClientCalls.blockingUnaryCall(channel, CREATE, options(), request);
    var chain = (List<?>) response.getField(RESPONSE.findFieldByName("cert_chain"));
    return chain.stream().map(String.class::cast).toList();
  }

  /** Sends bytes that may be no message. */
  static void createOf(Channel channel, byte[] bytes) {
    var raw = CREATE.toBuilder(new RawMarshaller(), marshaller(RESPONSE)).build();
    ClientCalls.blockingUnaryCall(channel, raw, options(), bytes);
  }

  private static final class RawMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("a client writes");
    }
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private static MethodDescriptor.Marshaller<DynamicMessage> marshaller(Descriptor type) {
    return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type));
  }

  private static FileDescriptor file() {
    var proto =
        FileDescriptorProto.newBuilder()
            .setName("security/v1alpha1/ca.proto")
            .setPackage("istio.v1.auth")
            .setSyntax("proto3")
            .addDependency("google/protobuf/struct.proto")
            .addMessageType(
                message(
                    "IstioCertificateRequest",
                    field("csr", 1, FieldDescriptorProto.Type.TYPE_STRING),
                    field("validity_duration", 3, FieldDescriptorProto.Type.TYPE_INT64),
                    field("metadata", 4, FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(".google.protobuf.Struct")))
            .addMessageType(
                message(
                    "IstioCertificateResponse",
                    field("cert_chain", 1, FieldDescriptorProto.Type.TYPE_STRING)
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
            .build();
    try {
      return FileDescriptor.buildFrom(proto, new FileDescriptor[] {StructProto.getDescriptor()});
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
    return DescriptorProto.newBuilder()
        .setName(name)
        .addAllField(Stream.of(fields).map(FieldDescriptorProto.Builder::build).toList())
        .build();
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }
}

package dev.sekisho.xds.server;

import com.google.protobuf.StringValue;
import com.google.protobuf.UInt32Value;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An application with gRPC's health service. Its messages have one field each, with the numbers and
 * types of the well-known wrappers.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">GRPC health
 *     checking protocol</a>
 */
final class HealthService implements AutoCloseable {
  private static final UInt32Value SERVING = UInt32Value.of(1);
  private static final UInt32Value NOT_SERVING = UInt32Value.of(2);

  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile boolean serving;
  private final Server server;

  private HealthService() throws IOException {
    var check =
        MethodDescriptor.<StringValue, UInt32Value>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("grpc.health.v1.Health/Check")
            .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(UInt32Value.getDefaultInstance()))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder("grpc.health.v1.Health")
                    .addMethod(
                        check,
                        ServerCalls.asyncUnaryCall(
                            (StringValue service, StreamObserver<UInt32Value> reply) -> {
                              asked.add(service.getValue());
                              reply.onNext(serving ? SERVING : NOT_SERVING);
                              reply.onCompleted();
                            }))
                    .build())
            .build()
            .start();
  }

  static HealthService start() throws IOException {
    return new HealthService();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}

package dev.sekisho.integration;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC service that puts its name before what it is sent, and its client, both in Pods. */
final class GrpcEcho {
  private static final MethodDescriptor<String, String> UNARY =
      method(MethodDescriptor.MethodType.UNARY, "One");
  private static final MethodDescriptor<String, String> STREAM =
      method(MethodDescriptor.MethodType.BIDI_STREAMING, "Many");
  private static final long PATIENCE = 10;

  private GrpcEcho() {}

  /** Serves it; closing takes the port away. */
  static AutoCloseable serve(NetworkPod pod, int port, String name) {
    var loops = loops();
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress("0.0.0.0", port))
            .channelFactory(() -> pod.make(NioServerSocketChannel::new))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .addService(service(name))
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return () -> stop(server, loops);
  }

  /** What a call from that Pod is answered with, in time. */
  static String call(NetworkPod from, String host, int port, String text) {
    return with(
        from,
        host,
        port,
        channel ->
            ClientCalls.blockingUnaryCall(
                channel,
                UNARY,
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE, TimeUnit.SECONDS),
                text));
  }

  /** What each of these is answered with on one stream, sent after the answer before. */
  static List<String> converse(NetworkPod from, String host, int port, List<String> texts) {
    return with(
        from,
        host,
        port,
        channel -> {
          var call =
              ClientCalls.blockingBidiStreamingCall(
                  channel,
                  STREAM,
                  CallOptions.DEFAULT.withDeadlineAfter(PATIENCE, TimeUnit.SECONDS));
          var answers = new ArrayList<String>();
          for (var text : texts) {
            call.write(text);
            answers.add(call.read());
          }
          call.halfClose();
          return answers;
        });
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(ManagedChannel channel) throws Exception;
  }

  private static <T> T with(NetworkPod from, String host, int port, Use<T> use) {
    var loops = loops();
    var channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
            .channelFactory(() -> from.make(NioSocketChannel::new))
            .eventLoopGroup(loops)
            .usePlaintext()
            .build();
    try {
      return use.of(channel);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      channel.shutdownNow();
      var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static EventLoopGroup loops() {
    return new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  private static void stop(Server server, EventLoopGroup loops) {
    server.shutdownNow();
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static ServerServiceDefinition service(String name) {
    return ServerServiceDefinition.builder("test.Echo")
        .addMethod(
            UNARY,
            ServerCalls.asyncUnaryCall(
                (text, answers) -> {
                  answers.onNext(name + ": " + text);
                  answers.onCompleted();
                }))
        .addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(answers -> new Echo(name, answers)))
        .build();
  }

  private record Echo(String name, StreamObserver<String> answers)
      implements StreamObserver<String> {
    @Override
    public void onNext(String text) {
      answers.onNext(name + ": " + text);
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {
      answers.onCompleted();
    }
  }

  private static MethodDescriptor<String, String> method(
      MethodDescriptor.MethodType type, String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName("test.Echo", name))
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

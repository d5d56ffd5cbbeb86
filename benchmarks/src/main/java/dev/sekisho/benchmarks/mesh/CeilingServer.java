package dev.sekisho.benchmarks.mesh;

import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The ceiling: a bare gRPC server on the stack and with the JVM flags of Sekisho, which answers
 * subscriptions with bytes that are ready and, when an EndpointSlice changes, writes the same ready
 * response to all clients. It translates nothing, compares nothing and remembers nothing. Its calls
 * live on their connection's own event loop; a push is one task for each loop.
 */
final class CeilingServer {

  static final String METHOD =
      "envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources";

  private static final MethodDescriptor<Ask, byte[]> DELTA =
      MethodDescriptor.<Ask, byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(METHOD)
          .setRequestMarshaller(new Ask.Reader())
          .setResponseMarshaller(new ReadyBytes())
          .build();

  private final Map<String, List<byte[]>> captured;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());

  /** Each set is its loop's own. */
  private final Map<EventExecutor, Set<CeilingCall>> calls = new HashMap<>();

  CeilingServer(Map<String, List<byte[]>> captured) {
    this.captured = captured;
    loops.forEach(loop -> calls.put(loop, new HashSet<>()));
  }

  /**
   * Serves until it is killed: {@code CeilingServer CAPTURED CHANGE KUBECONFIG NAMESPACE SLICE}.
   * Prints a line when it serves and watches.
   */
  public static void main(String[] arguments) throws Exception {
    var server = new CeilingServer(Captured.byType(Path.of(arguments[0])));
    var change = Captured.read(Path.of(arguments[1])).getFirst();
    int port = server.start();
    var trigger =
        SliceWatch.start(
            Path.of(arguments[2]), arguments[3], arguments[4], () -> server.push(change));
    System.out.println("ready xds=127.0.0.1:" + port);
    new CountDownLatch(1).await();
    trigger.close();
  }

  /** Returns the port. */
  int start() throws IOException {
    var service =
        ServerServiceDefinition.builder("envoy.service.discovery.v3.AggregatedDiscoveryService")
            .addMethod(DELTA, this::open)
            .build();
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create())
        .directExecutor()
        .channelType(NioServerSocketChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .withOption(ChannelOption.SO_BACKLOG, 4096) // or many at once would wait a second
        .addService(service)
        .build()
        .start()
        .getPort();
  }

  /** Writes that to all clients. Returns at once. */
  void push(byte[] message) {
    calls.forEach((loop, own) -> loop.execute(() -> own.forEach(call -> call.push(message))));
  }

  /** Called on the connection's loop, since there is no other executor. */
  private ServerCall.Listener<Ask> open(ServerCall<Ask, byte[]> call, Metadata headers) {
    var own =
        calls.entrySet().stream()
            .filter(entry -> entry.getKey().inEventLoop())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    var opened = new CeilingCall(call, captured, own);
    own.add(opened);
    return opened;
  }
}

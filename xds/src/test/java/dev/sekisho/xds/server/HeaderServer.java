package dev.sekisho.xds.server;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A gRPC server over TLS that notes what xDS streams say in {@code authorization}. */
final class HeaderServer implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Set<ServerCall<?, ?>> open = ConcurrentHashMap.newKeySet();
  private final Server server;

  private HeaderServer(int port, TestKeys keys) throws IOException {
    var credentials =
        TlsServerCredentials.create(
            stream(keys.server.certificatePem()), stream(keys.server.privateKeyPem()));
    var method = AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod();
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), credentials)
            .addService(
                ServerServiceDefinition.builder(AggregatedDiscoveryServiceGrpc.SERVICE_NAME)
                    .addMethod(method, handler())
                    .build())
            .build()
            .start();
  }

  static HeaderServer start(int port, TestKeys keys) throws IOException {
    return new HeaderServer(port, keys);
  }

  int port() {
    return server.getPort();
  }

  /** The headers of all streams, in their order. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** Ends streams until one says that. */
  void awaitStream(String authorization, Duration atMost) {
    Eventually.await(
        "a stream with \"" + authorization + "\"",
        atMost,
        () -> {
          var found = seen.contains(authorization);
          if (!found) {
            endStreams();
          }
          return found;
        });
  }

  private void endStreams() {
    for (var call : List.copyOf(open)) {
      if (open.remove(call)) {
        call.close(Status.UNAVAILABLE.withDescription("the test wants another"), new Metadata());
      }
    }
  }

  private <Q, R> ServerCallHandler<Q, R> handler() {
    return (call, headers) -> {
      seen.add(String.valueOf(headers.get(AUTHORIZATION)));
      open.add(call);
      call.request(1);
      return new ServerCall.Listener<>() {};
    };
  }

  private static ByteArrayInputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    stop();
  }

  /** Frees the port. */
  void stop() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

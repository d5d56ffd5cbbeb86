package dev.sekisho.integration;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client of the xDS port that asks for the secrets of a workload, with what a test shows. */
final class SdsClient implements AutoCloseable {
  private static final String SECRETS =
      "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";
  private static final long PATIENCE = 20;

  private final ManagedChannel channel;
  private final CompletableFuture<DeltaDiscoveryResponse> response = new CompletableFuture<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  private SdsClient(ManagedChannel channel) {
    this.channel = channel;
  }

  /** One that shows a token. */
  static SdsClient withToken(ControlPlaneProcess server, String token, String nodeId) {
    return open(server, trusting(server).build(), Optional.of(token), nodeId);
  }

  /** One that shows a client certificate. */
  static SdsClient withCertificate(
      ControlPlaneProcess server, IssuedByTest certificate, String nodeId) {
    try {
      var credentials =
          trusting(server).keyManager(certificate.chainStream(), certificate.keyStream()).build();
      return open(server, credentials, Optional.empty(), nodeId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that shows nothing. */
  static SdsClient withNothing(ControlPlaneProcess server, String nodeId) {
    return open(server, trusting(server).build(), Optional.empty(), nodeId);
  }

  private static TlsChannelCredentials.Builder trusting(ControlPlaneProcess server) {
    try {
      return TlsChannelCredentials.newBuilder().trustManager(server.ca().toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SdsClient open(
      ControlPlaneProcess server,
      ChannelCredentials credentials,
      Optional<String> token,
      String nodeId) {
    var client = new SdsClient(Grpc.newChannelBuilder(server.xds(), credentials).build());
    var headers = new Metadata();
    token.ifPresent(
        t ->
            headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + t));
    var stub =
        AggregatedDiscoveryServiceGrpc.newStub(client.channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    stub.deltaAggregatedResources(client.receiver())
        .onNext(
            DeltaDiscoveryRequest.newBuilder()
                .setNode(Node.newBuilder().setId(nodeId))
                .setTypeUrl(SECRETS)
                .addResourceNamesSubscribe("default")
                .addResourceNamesSubscribe("ROOTCA")
                .build());
    return client;
  }

  /** The certificate chain that it was sent, PEM, leaf first. */
  String certificate() {
    try {
      for (var resource :
          response.orTimeout(PATIENCE, TimeUnit.SECONDS).join().getResourcesList()) {
        if (resource.getName().equals("default")) {
          var secret = resource.getResource().unpack(Secret.class);
          return secret.getTlsCertificate().getCertificateChain().getInlineString();
        }
      }
      throw new AssertionError("an answer without certificate");
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** How the server ended the stream. */
  Status ended() {
    return end.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
  }

  boolean isEnded() {
    return end.isDone();
  }

  /** Whether anything was sent before the end. */
  boolean wasServed() {
    return response.isDone() && !response.isCompletedExceptionally();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private StreamObserver<DeltaDiscoveryResponse> receiver() {
    return new StreamObserver<>() {
      @Override
      public void onNext(DeltaDiscoveryResponse value) {
        response.complete(value);
      }

      @Override
      public void onError(Throwable t) {
        response.completeExceptionally(t);
        end.complete(Status.fromThrowable(t));
      }

      @Override
      public void onCompleted() {
        end.complete(Status.OK);
      }
    };
  }
}

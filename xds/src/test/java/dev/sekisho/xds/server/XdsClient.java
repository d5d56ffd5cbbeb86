package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A neutral xDS client on gRPC's generated stubs: it does what a test tells it and no more, and
 * knows nothing of the server's classes but the names of types. Waits are bounded.
 *
 * @see #delta
 * @see #stateOfTheWorld
 */
abstract class XdsClient implements AutoCloseable {
  static final String GATEWAY_NODE = "router~127.0.0.1~gateway.test~test.svc.cluster.local";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * What the server sent.
   *
   * @param resources by name the serialized {@code Any}
   * @param versions by name, in delta responses
   * @param version of the response, in state-of-the-world ones
   */
  record Push(
      ResourceType type,
      String nonce,
      Map<String, ByteString> resources,
      Map<String, String> versions,
      Set<String> removed,
      String version,
      String controlPlane) {}

  private final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private boolean nodeSent;

  static XdsClient delta(Channel channel, String nodeId) {
    return new DeltaXdsClient(channel, nodeId);
  }

  static XdsClient stateOfTheWorld(Channel channel, String nodeId) {
    return new SotwXdsClient(channel, nodeId);
  }

  /** Asks for everything of a type, as Envoy does for clusters and listeners. */
  abstract void subscribeToAll(ResourceType type);

  abstract void subscribe(ResourceType type, String... names);

  abstract void unsubscribe(ResourceType type, String... names);

  /** Like {@link #subscribe}, or to all without a name, knowing what these pushes brought. */
  abstract void subscribeKnowing(ResourceType type, Push known, String... names);

  abstract void ack(Push push);

  abstract void nack(Push push, String message);

  /** Ends the stream from this side. */
  @Override
  public abstract void close();

  /** The next push. */
  Push next(String what) {
    try {
      var push = pushes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(push).as("%s (stream: %s)", what, end).isNotNull();
      return java.util.Objects.requireNonNull(push);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  /** The next push, ACKed. */
  Push acked(String what) {
    var push = next(what);
    ack(push);
    return push;
  }

  /** How the server ended the stream. */
  Status ended() {
    return end.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** The node, in a stream's first message only. */
  final Optional<Node> node(String id) {
    if (nodeSent) {
      return Optional.empty();
    }
    nodeSent = true;
    return Optional.of(Node.newBuilder().setId(id).build());
  }

  /** Takes the server's responses. */
  final <R> StreamObserver<R> receiver(java.util.function.Function<R, Push> read) {
    return new StreamObserver<>() {
      @Override
      public void onNext(R response) {
        pushes.add(read.apply(response));
      }

      @Override
      public void onError(Throwable t) {
        end.complete(Status.fromThrowable(t));
      }

      @Override
      public void onCompleted() {
        end.complete(Status.OK);
      }
    };
  }
}

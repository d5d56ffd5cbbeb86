package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy.Variant;
import io.grpc.Channel;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stream about one type, and what must come over it. */
final class ProtocolCell implements AutoCloseable {
  /** No message at all, unlike an empty one. */
  static final String NOTHING = "nothing";

  private static final AtomicInteger BARRIERS = new AtomicInteger();

  final XdsClient client;
  private final Variant variant;
  private final ResourceType type;
  private final BiConsumer<ResourceType, String> publishBarrier;
  private final Set<String> nonces = new HashSet<>();
  private Optional<XdsClient.Push> clusters = Optional.empty();
  private boolean closed;

  /**
   * @param publishBarrier adds a resource of that type and name to what is served
   */
  ProtocolCell(
      Variant variant,
      ResourceType type,
      Channel channel,
      BiConsumer<ResourceType, String> publishBarrier) {
    this.variant = variant;
    this.type = type;
    this.publishBarrier = publishBarrier;
    this.client =
        switch (variant) {
          case DELTA -> XdsClient.delta(channel, XdsClient.GATEWAY_NODE);
          case STATE_OF_THE_WORLD -> XdsClient.stateOfTheWorld(channel, XdsClient.GATEWAY_NODE);
        };
  }

  /** The contents in {@code name=content name=content}, by name. */
  static Map<String, String> contents(String text) {
    return words(text)
        .filter(word -> !word.startsWith("-"))
        .map(word -> word.split("=", 2))
        .collect(Collectors.toMap(word -> word[0], word -> word[1]));
  }

  /** Clusters first, which nothing else can do without. */
  void subscribeAsEnvoy(String... names) {
    if (type == ResourceType.CLUSTER) {
      client.subscribeToAll(type);
      return;
    }
    client.subscribeToAll(ResourceType.CLUSTER);
    clusters = Optional.of(client.acked("the clusters"));
    client.subscribe(type, names);
  }

  /** Asks for the same on a new stream, knowing what the former one brought. */
  void resumeAsEnvoy(ProtocolCell before, XdsClient.Push known, String... names) {
    assertThat(before.type).isEqualTo(type);
    if (type == ResourceType.CLUSTER) {
      client.subscribeKnowing(type, known);
      return;
    }
    // Who asks for endpoints before clusters may be warming some, and is sent them again.
    clusters = before.clusters;
    client.subscribeKnowing(ResourceType.CLUSTER, clusters.orElseThrow());
    client.subscribeKnowing(type, known, names);
  }

  /**
   * The next message is this one, which is ACKed; what nobody expected is noticed.
   *
   * @return the message; with {@link #NOTHING} that of a barrier
   */
  XdsClient.Push sends(String what, String delta, String stateOfTheWorld) {
    var push = next(what, delta, stateOfTheWorld);
    client.ack(push);
    return push;
  }

  /** Like {@link #sends}, without the ACK. */
  XdsClient.Push next(String what, String delta, String stateOfTheWorld) {
    var expected =
        switch (variant) {
          case DELTA -> delta;
          case STATE_OF_THE_WORLD -> stateOfTheWorld;
        };
    return expected.equals(NOTHING) ? nothing(what) : message(what, expected);
  }

  private XdsClient.Push message(String what, String expected) {
    var push = client.next(what);
    assertThat(push.type()).as("%s: %s", what, push).isEqualTo(type);
    assertThat(push.resources()).as(what).isEqualTo(bytes(expected));
    assertThat(push.removed()).as(what).isEqualTo(removed(expected));
    assertThat(push.version()).as("version: %s", what).isNotEmpty();
    assertThat(push.controlPlane()).as(what).startsWith("sekisho/r");
    assertThat(nonces.add(push.nonce())).as("a nonce of its own: %s", push).isTrue();
    if (variant == Variant.DELTA) {
      assertThat(push.versions().values()).as(what).doesNotContain("");
    }
    return push;
  }

  /** A resource of another type, asked for now, is the next to come. */
  private XdsClient.Push nothing(String what) {
    var other = type == ResourceType.ROUTE ? ResourceType.SECRET : ResourceType.ROUTE;
    var name = "barrier-" + BARRIERS.incrementAndGet();
    publishBarrier.accept(other, name);
    client.subscribe(other, name);
    var push = client.next("the barrier");
    assertThat(push.type()).as("sent without need, %s: %s", what, push).isEqualTo(other);
    assertThat(push.resources()).containsKey(name);
    return push;
  }

  private Map<String, ByteString> bytes(String expected) {
    var bytes = new TreeMap<String, ByteString>();
    contents(expected)
        .forEach((name, content) -> bytes.put(name, TestResources.bytes(type, name, content)));
    return bytes;
  }

  private static Set<String> removed(String expected) {
    return words(expected)
        .filter(word -> word.startsWith("-"))
        .map(word -> word.substring(1))
        .collect(Collectors.toSet());
  }

  private static Stream<String> words(String text) {
    return text.isEmpty() ? Stream.of() : Stream.of(text.split(" ", -1));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      client.close();
    }
  }
}

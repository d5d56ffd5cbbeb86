package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy.Variant;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both variants × every type × what can happen to a resource, with a neutral client over TLS: each
 * cell says all that goes over the wire, for both variants: {@code a=1} is a resource with its
 * content, {@code -a} a name in {@code removed_resources}.
 *
 * @see <a href="https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol">xDS protocol</a>
 */
@Timeout(60)
class ProtocolMatrixIT {
  private static final String NOTHING = ProtocolCell.NOTHING;
  private static final TestServer server = new TestServer();
  private static final Channel channel = server.tls();
  private final List<ProtocolCell> streams = new ArrayList<>();
  private TestResources resources = TestResources.NONE;

  static Stream<Arguments> cells() {
    return Arrays.stream(Variant.values())
        .flatMap(
            variant ->
                Arrays.stream(ResourceType.values()).map(type -> Arguments.of(variant, type)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void publishNothing() {
    server.publish(TestResources.NONE);
  }

  @AfterEach
  void disconnect() {
    streams.forEach(ProtocolCell::close);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void add(Variant variant, ResourceType type) {
    publish(type, "a=1 unasked=1");
    var cell = stream(variant, type);
    cell.client.subscribe(type, "a", "b");
    // Only delta can say that a name doesn't exist.
    cell.sends("what is there", "a=1 -b", "a=1");
    publish(type, "a=1 b=1 unasked=2");
    cell.sends("what is added", "b=1", "a=1 b=1");
    cell.sends("what isn't asked for", NOTHING, NOTHING);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void addToAll(Variant variant, ResourceType type) {
    publish(type, "a=1");
    var cell = stream(variant, type);
    cell.client.subscribeToAll(type);
    if (isWildcard(type)) {
      cell.sends("all", "a=1", "a=1");
      publish(type, "a=1 b=1");
      cell.sends("what is added", "b=1", "a=1 b=1");
    }
    cell.sends("of a type that can't be asked for without names", NOTHING, NOTHING);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void change(Variant variant, ResourceType type) {
    publish(type, "a=1 b=1");
    var cell = stream(variant, type);
    cell.client.subscribe(type, "a", "b");
    cell.sends("both", "a=1 b=1", "a=1 b=1");
    publish(type, "a=2 b=1");
    cell.sends("the change", "a=2", "a=2 b=1");
    publish(type, "a=2 b=1 unasked=1");
    cell.sends("another's change", NOTHING, NOTHING);
    publish(type, "a=2 b=1 unasked=1");
    cell.sends("the same again", NOTHING, NOTHING);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void remove(Variant variant, ResourceType type) {
    publish(type, "a=1 b=1");
    var cell = stream(variant, type);
    if (isWildcard(type)) {
      cell.client.subscribeToAll(type);
    } else {
      cell.client.subscribe(type, "a", "b");
    }
    cell.sends("both", "a=1 b=1", "a=1 b=1");
    publish(type, "a=1");
    // Of the other types state of the world can't say that a name is gone: they go with what
    // refers to them.
    cell.sends("the removal", "-b", isWildcard(type) ? "a=1" : NOTHING);
    cell.sends("it again", NOTHING, NOTHING);
    publish(type, "a=2");
    cell.sends("the rest's change", "a=2", "a=2");
    publish(type, "a=2 b=1");
    cell.sends("what has come back", "b=1", "a=2 b=1");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void removeTheLast(Variant variant, ResourceType type) {
    publish(type, "a=1");
    var cell = stream(variant, type);
    if (isWildcard(type)) {
      cell.client.subscribeToAll(type);
    } else {
      cell.client.subscribe(type, "a");
    }
    cell.sends("the only one", "a=1", "a=1");
    publish(type, "");
    cell.sends("that there is none", "-a", isWildcard(type) ? "" : NOTHING);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void nack(Variant variant, ResourceType type) throws InterruptedException {
    publish(type, "a=1 b=1");
    var cell = stream(variant, type);
    cell.client.subscribe(type, "a", "b");
    cell.sends("the good one", "a=1 b=1", "a=1 b=1");
    publish(type, "a=bad b=1");
    var bad = cell.next("the bad one", "a=bad", "a=bad b=1");
    cell.client.nack(bad, "no, because");
    var nack = server.events.nacks.poll(10, TimeUnit.SECONDS);
    assertThat(nack).isNotNull();
    assertThat(nack.type()).isEqualTo(type);
    assertThat(nack.message()).isEqualTo("no, because");
    assertThat(nack.resources()).containsExactlyElementsOf(bad.resources().keySet());
    cell.sends("it again", NOTHING, NOTHING);
    var status = Objects.requireNonNull(server.server.connections().getLast().types().get(type));
    assertThat(status.lastNack()).contains(nack);
    assertThat(status.sentVersion()).isEqualTo(nack.version());
    assertThat(status.ackedVersion()).isNotEmpty().isNotEqualTo(nack.version());
    publish(type, "a=bad b=2");
    cell.sends("another's change", "b=2", "a=bad b=2");
    publish(type, "a=1 b=2");
    cell.sends("the last good one", "a=1", "a=1 b=2");
  }

  @ParameterizedTest
  @MethodSource("cells")
  void reconnectWithKnownVersions(Variant variant, ResourceType type) {
    publish(ResourceType.CLUSTER, "other=1");
    publish(type, "a=1 b=1");
    var before = stream(variant, type);
    before.subscribeAsEnvoy("a", "b");
    var known = before.sends("both", "a=1 b=1", "a=1 b=1");
    before.close();
    var same = stream(variant, type);
    same.resumeAsEnvoy(before, known, "a", "b");
    same.sends("what it has", NOTHING, NOTHING);
    publish(type, "a=1 b=2");
    same.sends("the change", "b=2", "a=1 b=2");
    same.close();
    // Meanwhile one was changed, and one has gone.
    publish(type, "a=2");
    var later = stream(variant, type);
    later.resumeAsEnvoy(before, known, "a", "b");
    later.sends("what it lacks", "a=2", "a=2");
    later.sends("that one has gone", "-b", NOTHING);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void unsubscribe(Variant variant, ResourceType type) {
    publish(type, "a=1 b=1");
    var cell = stream(variant, type);
    cell.client.subscribe(type, "a", "b");
    cell.sends("both", "a=1 b=1", "a=1 b=1");
    cell.client.unsubscribe(type, "b");
    cell.sends("an answer", NOTHING, NOTHING);
    publish(type, "a=1 b=2");
    cell.sends("what isn't wanted", NOTHING, NOTHING);
    publish(type, "a=2 b=2");
    cell.sends("what is still wanted", "a=2", "a=2");
    cell.client.subscribe(type, "b");
    cell.sends("what is wanted again", "b=2", "a=2 b=2");
    cell.client.unsubscribe(type, "b");
    cell.client.subscribe(type, "b");
    cell.sends("it, though it hasn't changed", "b=2", "a=2 b=2");
    cell.client.unsubscribe(type, "a", "b");
    cell.sends("an answer", NOTHING, NOTHING);
    publish(type, "a=3 b=3");
    cell.sends("to who wants nothing more", NOTHING, NOTHING);
  }

  private ProtocolCell stream(Variant variant, ResourceType type) {
    var cell = new ProtocolCell(variant, type, channel, this::publishBarrier);
    streams.add(cell);
    return cell;
  }

  private void publishBarrier(ResourceType type, String name) {
    resources = resources.with(type, name, "1");
    server.publish(resources);
  }

  /** All there is of the type from now on. */
  private void publish(ResourceType type, String all) {
    for (var name : List.copyOf(resources.names(type))) {
      resources = resources.without(type, name);
    }
    for (var each : ProtocolCell.contents(all).entrySet()) {
      resources = resources.with(type, each.getKey(), each.getValue());
    }
    server.publish(resources);
  }

  private static boolean isWildcard(ResourceType type) {
    return type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ConnectedProxy.Variant;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** Both variants × every type × what can happen to a resource, with a neutral client over TLS. */
@Timeout(60)
class XdsServerIT {
  private static final TestServer server = new TestServer();
  private static final Channel channel = server.tls();
  private TestResources resources = TestResources.NONE;
  private final List<XdsClient> clients = new ArrayList<>();
  private int barriers;

  static Stream<Arguments> matrix() {
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
    clients.forEach(XdsClient::close);
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void add(Variant variant, ResourceType type) {
    publish(resources.with(type, "a", "1"));
    var client = client(variant);
    client.subscribe(type, "a", "b");
    var first = client.acked("the resource that is there");
    assertThat(first.resources()).isEqualTo(bytes(type, "a", "1"));
    if (variant == Variant.DELTA) {
      assertThat(first.removed()).containsExactly("b");
    }
    publish(resources.with(type, "b", "1"));
    var second = client.acked("the resource that is added");
    assertThat(second.resources()).containsAllEntriesOf(bytes(type, "b", "1"));
    assertThat(second.controlPlane()).startsWith("sekisho/r");
    assertQuiet(client, type);
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void change(Variant variant, ResourceType type) {
    publish(resources.with(type, "a", "1").with(type, "b", "1"));
    var client = client(variant);
    client.subscribe(type, "a", "b");
    assertThat(client.acked("both").resources()).containsOnlyKeys("a", "b");
    publish(resources.with(type, "a", "2"));
    var push = client.acked("the change");
    assertThat(push.resources()).containsAllEntriesOf(bytes(type, "a", "2"));
    if (variant == Variant.DELTA) {
      assertThat(push.resources()).as("only what changed").hasSize(1);
    }
    publish(resources.with(type, "not-subscribed-to", "1"));
    assertQuiet(client, type);
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void remove(Variant variant, ResourceType type) {
    publish(resources.with(type, "a", "1").with(type, "b", "1"));
    var client = client(variant);
    var all = type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
    if (all) {
      client.subscribeToAll(type);
    } else {
      client.subscribe(type, "a", "b");
    }
    client.acked("both");
    publish(resources.without(type, "b"));
    if (variant == Variant.DELTA) {
      var push = client.acked("the removal");
      assertThat(push.removed()).containsExactly("b");
      assertThat(push.resources()).isEmpty();
    } else if (all) {
      assertThat(client.acked("what is left").resources()).isEqualTo(bytes(type, "a", "1"));
    }
    // Otherwise state of the world has no way to say that a name is gone.
    assertQuiet(client, type);
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void nack(Variant variant, ResourceType type) throws InterruptedException {
    publish(resources.with(type, "a", "1"));
    var client = client(variant);
    client.subscribe(type, "a");
    client.acked("the good one");
    publish(resources.with(type, "a", "bad"));
    client.nack(client.next("the bad one"), "no, because");
    var nack = server.events.nacks.poll(10, TimeUnit.SECONDS);
    assertThat(nack).isNotNull();
    assertThat(nack.type()).isEqualTo(type);
    assertThat(nack.message()).isEqualTo("no, because");
    assertThat(nack.resources()).containsExactly("a");
    assertQuiet(client, type);
    var status = Objects.requireNonNull(server.server.connections().getLast().types().get(type));
    assertThat(status.lastNack()).contains(nack);
    assertThat(status.ackedVersion()).isNotEmpty().isNotEqualTo(status.sentVersion());
    publish(resources.with(type, "a", "2"));
    assertThat(client.acked("the next one").resources()).isEqualTo(bytes(type, "a", "2"));
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void reconnectWithKnownVersions(Variant variant, ResourceType type) {
    var clusters =
        type == ResourceType.CLUSTER ? resources : resources.with(ResourceType.CLUSTER, "c", "1");
    publish(clusters.with(type, "a", "1").with(type, "b", "1"));
    var before = client(variant);
    before.subscribeToAll(ResourceType.CLUSTER);
    var knownClusters = before.acked("the clusters");
    var known = knownClusters;
    if (type != ResourceType.CLUSTER) {
      before.subscribe(type, "a", "b");
      known = before.acked("both");
    }
    clients.remove(before);
    before.close();
    var client = client(variant);
    // Clusters first, as Envoy does unless it is warming some: endpoints would be sent then.
    client.subscribeKnowing(ResourceType.CLUSTER, knownClusters);
    if (type != ResourceType.CLUSTER) {
      client.subscribeKnowing(type, known, "a", "b");
    }
    assertQuiet(client, type);
    publish(resources.with(type, "b", "2"));
    assertThat(client.acked("the change").resources()).containsAllEntriesOf(bytes(type, "b", "2"));
    assertQuiet(client, type);
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void unsubscribe(Variant variant, ResourceType type) {
    publish(resources.with(type, "a", "1").with(type, "b", "1"));
    var client = client(variant);
    client.subscribe(type, "a", "b");
    client.acked("both");
    client.unsubscribe(type, "b");
    assertQuiet(client, type);
    publish(resources.with(type, "b", "2"));
    assertQuiet(client, type);
    client.subscribe(type, "b");
    assertThat(client.acked("b again").resources()).containsAllEntriesOf(bytes(type, "b", "2"));
  }

  private XdsClient client(Variant variant) {
    var client =
        switch (variant) {
          case DELTA -> XdsClient.delta(channel, XdsClient.GATEWAY_NODE);
          case STATE_OF_THE_WORLD -> XdsClient.stateOfTheWorld(channel, XdsClient.GATEWAY_NODE);
        };
    clients.add(client);
    return client;
  }

  private void publish(TestResources changed) {
    resources = changed;
    server.publish(resources);
  }

  /** Nothing is on its way: a resource of another type, asked for now, is the next to come. */
  private void assertQuiet(XdsClient client, ResourceType type) {
    var other = type == ResourceType.ROUTE ? ResourceType.SECRET : ResourceType.ROUTE;
    barriers++;
    var name = "barrier-" + barriers;
    publish(resources.with(other, name, "1"));
    client.subscribe(other, name);
    var push = client.acked("the barrier");
    assertThat(push.type()).as("pushed without need: %s", push).isEqualTo(other);
    assertThat(push.resources()).containsKey(name);
  }

  private static Map<String, ByteString> bytes(ResourceType type, String name, String content) {
    return new HashMap<>(Map.of(name, TestResources.bytes(type, name, content)));
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.store.ResourceStore;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that misbehave, and ports that are taken. */
@Timeout(60)
class XdsServerLimitsIT {
  private static final TestServer server = new TestServer();

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', INVALID_ARGUMENT, router~",
    "envoy, INVALID_ARGUMENT, envoy",
  })
  void aNodeThatIsNoProxyIsRefused(String id, Status.Code code, String reason) {
    for (var client : both(id)) {
      client.subscribeToAll(ResourceType.CLUSTER);
      assertThat(client.ended().getCode()).isEqualTo(code);
      assertThat(client.ended().getDescription()).contains(reason);
    }
  }

  @Test
  void aHugeNodeIsRefused() {
    try (var client = new DeltaXdsClient(server.tls(), "unused")) {
      var node =
          Node.newBuilder()
              .setId(XdsClient.GATEWAY_NODE)
              .setCluster("x".repeat(NodeIdentity.MAX_NODE_BYTES));
      client.sendAs(node, ResourceType.CLUSTER);
      assertThat(client.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
    try (var client = new DeltaXdsClient(server.tls(), "unused")) {
      var node =
          Node.newBuilder()
              .setId(XdsClient.GATEWAY_NODE)
              .setCluster("x".repeat(XdsLimits.DEFAULT.maxRequestBytes()));
      client.sendAs(node, ResourceType.CLUSTER);
      assertThat(client.ended().isOk()).as("larger than a message may be").isFalse();
    }
    assertThatOthersAreServed();
  }

  @Test
  void tooManyNamesAreRefused() {
    var names =
        IntStream.rangeClosed(0, XdsLimits.DEFAULT.maxNamesPerStream())
            .mapToObj(i -> "n" + i)
            .toArray(String[]::new);
    for (var client : both(XdsClient.GATEWAY_NODE)) {
      client.subscribe(ResourceType.ENDPOINT, names);
      assertThat(client.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
    assertThatOthersAreServed();
  }

  @ParameterizedTest
  @EnumSource(ConnectedProxy.Variant.class)
  void aClientThatNeverAcksIsSentOneResponse(ConnectedProxy.Variant variant) {
    server.publish(TestResources.NONE.with(ResourceType.CLUSTER, "a", "0"));
    try (var silent = client(variant)) {
      silent.subscribeToAll(ResourceType.CLUSTER);
      var first = silent.next("the first response");
      for (var i = 1; i <= 500; i++) {
        server.publish(TestResources.NONE.with(ResourceType.CLUSTER, "c" + i, "1"));
      }
      assertThatOthersAreServed();
      silent.ack(first);
      var second = silent.next("what has changed meanwhile");
      assertThat(second.resources()).containsOnlyKeys("barrier");
    }
  }

  @Test
  void aTypeThatIsNotServedIsIgnored() throws InterruptedException {
    try (var client = new DeltaXdsClient(server.tls(), XdsClient.GATEWAY_NODE)) {
      client.send(
          DeltaDiscoveryRequest.newBuilder()
              .setTypeUrl("type.googleapis.com/envoy.service.runtime.v3.Runtime"));
      server.publish(TestResources.NONE.with(ResourceType.CLUSTER, "a", "1"));
      client.subscribeToAll(ResourceType.CLUSTER);
      assertThat(client.acked("the clusters").resources()).containsOnlyKeys("a");
    }
    while (true) {
      var reason = server.events.rejected.poll(10, TimeUnit.SECONDS);
      assertThat(reason).as("an event that says so").isNotNull();
      if (reason == RejectReason.UNKNOWN_TYPE) {
        return;
      }
    }
  }

  @Test
  void streamsAreCountedAndForgotten() throws InterruptedException {
    try (var fresh = new TestServer()) {
      fresh.publish(TestResources.NONE.with(ResourceType.CLUSTER, "a", "1"));
      var client = XdsClient.delta(fresh.tls(), XdsClient.GATEWAY_NODE);
      client.subscribeToAll(ResourceType.CLUSTER);
      client.acked("the clusters");
      assertThat(fresh.events.acked.poll(10, TimeUnit.SECONDS)).isEqualTo(ResourceType.CLUSTER);
      var status = fresh.server.connections().getFirst();
      assertThat(status.proxy().proxyId()).isEqualTo(XdsClient.GATEWAY_NODE);
      assertThat(status.proxy().scope()).isEqualTo(ProxyScope.GATEWAY);
      assertThat(status.types()).containsOnlyKeys(ResourceType.CLUSTER);
      assertThat(status.types().get(ResourceType.CLUSTER))
          .isEqualTo(
              new ProxyStatus.TypeStatus(
                  fresh.store.current(ProxyScope.GATEWAY).version(ResourceType.CLUSTER),
                  "r1",
                  fresh.store.current(ProxyScope.GATEWAY).version(ResourceType.CLUSTER),
                  Optional.empty()));
      client.close();
      assertThat(fresh.events.disconnected.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(fresh.server.connections()).isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    var options =
        new XdsServerOptions(
            "127.0.0.1", server.server.tlsPort(), OptionalInt.empty(), XdsLimits.DEFAULT);
    assertThatThrownBy(
            () ->
                XdsServer.start(
                    options,
                    new XdsBackends(
                        new ResourceStore(),
                        ProxyScopes.BY_ROLE,
                        server.identities,
                        server.certificates),
                    server.keys.material(),
                    XdsEvents.NONE,
                    InstantSource.system()))
        .isInstanceOf(XdsServerException.class)
        .hasMessageContaining("127.0.0.1:" + server.server.tlsPort())
        .hasMessageContaining("in use");
  }

  private static List<XdsClient> both(String node) {
    var channel = server.tls();
    return List.of(XdsClient.delta(channel, node), XdsClient.stateOfTheWorld(channel, node));
  }

  private static XdsClient client(ConnectedProxy.Variant variant) {
    return switch (variant) {
      case DELTA -> XdsClient.delta(server.tls(), XdsClient.GATEWAY_NODE);
      case STATE_OF_THE_WORLD -> XdsClient.stateOfTheWorld(server.tls(), XdsClient.GATEWAY_NODE);
    };
  }

  private static void assertThatOthersAreServed() {
    try (var other = XdsClient.delta(server.tls(), XdsClient.GATEWAY_NODE)) {
      server.publish(TestResources.NONE.with(ResourceType.CLUSTER, "barrier", "1"));
      other.subscribeToAll(ResourceType.CLUSTER);
      assertThat(other.acked("what others are served").resources()).containsOnlyKeys("barrier");
    }
  }
}

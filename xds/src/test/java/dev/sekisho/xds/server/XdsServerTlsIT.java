package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceType;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets in at which port, and what they are served there. */
@Timeout(60)
class XdsServerTlsIT {
  private final TestServer server = new TestServer();
  private final TestResources resources =
      TestResources.NONE
          .with(ResourceType.CLUSTER, "a", "1")
          .with(ResourceType.SECRET, "key", "very secret");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aClientThatShowsNothingIsRefused() {
    server.publish(resources);
    assertRefused(
        XdsClient.delta(server.tls(server.keys.anonymous()), XdsClient.GATEWAY_NODE),
        Status.Code.UNAUTHENTICATED);
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() {
    server.publish(resources);
    var foreign = server.keys.credentials(new TestKeys().client);
    assertRefused(XdsClient.delta(server.tls(foreign), XdsClient.GATEWAY_NODE));
  }

  @Test
  void aPlaintextClientIsRefusedOnTheTlsPort() {
    server.publish(resources);
    assertRefused(
        XdsClient.delta(server.tls(InsecureChannelCredentials.create()), XdsClient.GATEWAY_NODE));
  }

  @Test
  void keyMaterialIsReplacedUnderALiveStream() {
    server.publish(resources);
    try (var standing = XdsClient.delta(server.tls(), XdsClient.GATEWAY_NODE)) {
      standing.subscribeToAll(ResourceType.CLUSTER);
      standing.acked("the first push");

      var next = new TestKeys();
      server.server.reload(next.material());
      try (var fresh = XdsClient.delta(server.tls(next.credentials()), XdsClient.GATEWAY_NODE)) {
        fresh.subscribeToAll(ResourceType.CLUSTER);
        fresh.acked("a push under the new certificates");
      }
      assertRefused(XdsClient.delta(server.tls(), XdsClient.GATEWAY_NODE));

      server.publish(resources.with(ResourceType.CLUSTER, "a", "2"));
      assertThat(standing.acked("a push on the standing stream").resources()).containsKey("a");
    }
  }

  @Test
  void secretsAreServedOverTlsAndNeverOverPlaintext() {
    server.publish(resources);
    try (var trusted = XdsClient.delta(server.tls(), XdsClient.GATEWAY_NODE)) {
      trusted.subscribe(ResourceType.SECRET, "key");
      assertThat(trusted.acked("the secret").resources()).containsOnlyKeys("key");
    }
    try (var plain = XdsClient.delta(server.plaintext(), XdsClient.GATEWAY_NODE)) {
      plain.subscribe(ResourceType.SECRET, "key", "*");
      var push = plain.acked("an answer");
      assertThat(push.resources()).isEmpty();
      assertThat(push.removed()).containsExactlyInAnyOrder("key", "*");
      plain.subscribeToAll(ResourceType.CLUSTER);
      assertThat(plain.acked("the clusters").resources()).containsOnlyKeys("a");
    }
    try (var plain = XdsClient.stateOfTheWorld(server.plaintext(), XdsClient.GATEWAY_NODE)) {
      plain.subscribe(ResourceType.SECRET, "key", "*");
      plain.subscribeToAll(ResourceType.CLUSTER);
      assertThat(plain.acked("the clusters, and nothing before").type())
          .isEqualTo(ResourceType.CLUSTER);
    }
    assertThat(server.store.current(ProxyScope.GATEWAY_PLAINTEXT).resources(ResourceType.SECRET))
        .isEmpty();
  }

  @Test
  void thePlaintextPortIsOnTheLoopbackAddressOnly() throws Exception {
    var port = server.server.plaintextPort().orElseThrow();
    for (var network : NetworkInterface.networkInterfaces().toList()) {
      for (var address : network.inetAddresses().filter(a -> !a.isLoopbackAddress()).toList()) {
        assertThat(connects(new InetSocketAddress(address, port))).as("%s", address).isFalse();
      }
    }
    assertThat(connects(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))).isTrue();
  }

  @Test
  void keyMaterialPrintsNoKey() {
    assertThat(server.keys.material().toString()).contains("redacted").doesNotContain("PRIVATE");
  }

  private static boolean connects(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, (int) Duration.ofSeconds(2).toMillis());
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private void assertRefused(XdsClient client) {
    assertRefused(client, Status.Code.UNAVAILABLE);
  }

  private void assertRefused(XdsClient client, Status.Code code) {
    client.subscribeToAll(ResourceType.CLUSTER);
    assertThat(client.ended().getCode()).isEqualTo(code);
    assertThat(List.copyOf(server.events.pushed)).doesNotContain(ResourceType.SECRET);
  }
}

package dev.sekisho.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.128/25, 192.168.1.128, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 10.0.0.1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "10.0.0.0/8, ::ffff:10.0.0.1, true",
    "::1/128, ::1, true",
  })
  void containsWhatSharesItsLeadingBits(String network, String address, boolean expected) {
    assertThat(ClientNetwork.parse(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "localhost/8", "x"})
  void knowsNoOtherNotation(String text) {
    assertThat(ClientNetwork.parse(text)).isEmpty();
  }

  @Test
  void aClientNeedsOneOfTheNetworks() {
    var networks =
        List.of(
            ClientNetwork.parse("10.0.0.0/8").orElseThrow(),
            ClientNetwork.parse("fd00::/8").orElseThrow());
    var access = new ClientAccess(Optional.empty(), networks);
    assertThat(access.admits(Optional.of(SocketAddress.inetSocketAddress(1, "fd00::1")))).isTrue();
    assertThat(access.admits(Optional.of(SocketAddress.inetSocketAddress(1, "127.0.0.1"))))
        .isFalse();
    assertThat(access.admits(Optional.empty())).isFalse();
    assertThat(ClientAccess.ANY.admits(Optional.empty())).isTrue();
  }
}

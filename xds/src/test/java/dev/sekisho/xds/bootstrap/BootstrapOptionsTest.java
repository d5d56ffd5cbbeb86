package dev.sekisho.xds.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapOptionsTest {
  @ParameterizedTest
  @CsvSource({"GATEWAY, router~10.0.0.1~gw", "SIDECAR, sidecar~10.0.0.1~gw"})
  void nodeIdsStartWithTheRole(ProxyRole role, String expected) {
    assertThat(options(role, "10.0.0.1~gw", "localhost", 15012, 15000).nodeId())
        .isEqualTo(expected);
  }

  @Test
  void refusesWhatCannotBe() {
    assertRefused("", "localhost", 15012, 15000, "node name: \"\"");
    assertRefused("a b", "localhost", 15012, 15000, "node name: \"a b\"");
    assertRefused("x".repeat(481), "localhost", 15012, 15000, "node name: \"xxx");
    assertRefused("gw", "", 15012, 15000, "xDS host: empty");
    assertRefused("gw", "localhost", 0, 15000, "xDS port: 0 (expected: 1 to 65535)");
    assertRefused("gw", "localhost", 15012, -1, "admin port: -1 (expected: 0 to 65535)");
  }

  private static void assertRefused(
      String node, String host, int port, int adminPort, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(ProxyRole.GATEWAY, node, host, port, adminPort))
        .withMessageStartingWith(message);
  }

  private static BootstrapOptions options(
      ProxyRole role, String node, String host, int port, int adminPort) {
    return new BootstrapOptions(role, node, host, port, Optional.empty(), adminPort);
  }
}

package dev.sekisho.xds.model;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GatewayPortsTest {
  @Test
  void refusesWhatCannotBeBound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GatewayPorts(0, 443))
        .withMessage("http port: 0 (expected: 1 to 65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GatewayPorts(80, 65536))
        .withMessage("https port: 65536 (expected: 1 to 65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GatewayPorts(80, 80))
        .withMessage("https port: 80 (expected: another than the http port)");
  }
}

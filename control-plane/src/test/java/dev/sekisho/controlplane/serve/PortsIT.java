package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.serve.ControlPlanes.ports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which ports a control plane opens, and that it leaves none. */
@Timeout(120)
class PortsIT {

  private final ControlPlanes controlPlanes;

  PortsIT(@TempDir Path folder) throws IOException {
    this.controlPlanes = new ControlPlanes(folder);
  }

  @AfterEach
  void close() throws Exception {
    controlPlanes.close();
  }

  @Test
  void aPortInUseIsUnavailableAndEverythingIsClosedAgain() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      for (var ports :
          new ControlPlaneConfig.Ports[] {
            ports(port, 0, OptionalInt.empty(), 0),
            ports(0, port, OptionalInt.empty(), 0),
            ports(0, 0, OptionalInt.of(port), 0),
            ports(0, 0, OptionalInt.empty(), port)
          }) {
        assertThatThrownBy(() -> controlPlanes.start(ports))
            .isInstanceOfSatisfying(
                StartupException.class,
                e -> assertThat(e.reason()).isEqualTo(StartupException.Reason.UNAVAILABLE))
            .hasMessageContaining("127.0.0.1:" + port);
      }
    }
    controlPlanes.start();
  }

  @Test
  void thePlaintextPortIsOpenOnlyIfAsked() throws Exception {
    try (var without = controlPlanes.start()) {
      assertThat(without.addresses().toString()).contains("xds-plaintext=off");
    }
    var with = controlPlanes.start(ports(0, 0, OptionalInt.of(0), 0));

    assertThat(with.addresses().xdsPlaintext().orElse(0)).isPositive();
    assertThat(with.addresses())
        .hasToString(
            "webhook=127.0.0.1:%d xds=127.0.0.1:%d xds-plaintext=127.0.0.1:%d admin=127.0.0.1:%d"
                .formatted(
                    with.addresses().webhook(),
                    with.addresses().xds(),
                    with.addresses().xdsPlaintext().orElseThrow(),
                    with.addresses().admin()));
  }

  @Test
  void closesTwiceAndFreesItsPorts() throws Exception {
    var controlPlane = controlPlanes.start();
    var at = controlPlane.addresses();
    controlPlane.close();
    controlPlane.close();

    for (int port : new int[] {at.webhook(), at.xds(), at.admin()}) {
      new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")).close();
    }
  }
}

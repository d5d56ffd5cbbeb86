package dev.sekisho.xds.model.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaintextPortsTest {
  @ParameterizedTest
  @EnumSource
  void areThoseThatAreDisabled(MtlsMode mode) {
    var ports = Map.of(1, MtlsMode.DISABLE, 2, MtlsMode.PERMISSIVE, 3, MtlsMode.STRICT);
    var mesh = new WorkloadMesh(mode, new TreeMap<>(ports), List.of());
    var plaintext = PlaintextPorts.of(mesh);
    for (int port = 1; port < 6; port++) {
      assertThat(plaintext.contains(port))
          .as("port %d", port)
          .isEqualTo(mesh.mode(port) == MtlsMode.DISABLE);
    }
  }
}

package dev.sekisho.xds.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import dev.sekisho.xds.resources.ResourceType;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link GoldenTest} for what comes in to sidecars. */
class InboundGoldenTest {
  static List<InboundCase> cases() {
    return InboundCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsExpected(InboundCase golden) throws IOException {
    var snapshot = golden.snapshot(SidecarPorts.DEFAULT, StatusPorts.DEFAULT);
    var files = new TreeMap<String, String>();
    files.put("clusters.json", ResourceJson.of(snapshot, ResourceType.CLUSTER));
    files.put("listeners.json", ResourceJson.of(snapshot, ResourceType.LISTENER));
    GoldenFiles.check(golden.folder(), files);
  }

  @Test
  void equalConfigurationsGiveEqualVersions() {
    for (var golden : cases()) {
      assertThat(versions(golden)).isEqualTo(versions(golden)).isNotEmpty();
    }
  }

  private static List<String> versions(InboundCase golden) {
    return golden
        .snapshot(SidecarPorts.DEFAULT, StatusPorts.DEFAULT)
        .resources(ResourceType.LISTENER)
        .values()
        .stream()
        .map(resource -> resource.version())
        .toList();
  }
}

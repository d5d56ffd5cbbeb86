package dev.sekisho.xds.golden;

import dev.sekisho.xds.model.sidecar.SidecarPorts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link GoldenTest} for sidecars. */
class SidecarGoldenTest {
  static List<SidecarCase> cases() {
    return SidecarCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void translatesAsExpected(SidecarCase golden) throws IOException {
    GoldenFiles.check(golden.folder(), GoldenFiles.of(golden.snapshot(SidecarPorts.DEFAULT)));
  }
}

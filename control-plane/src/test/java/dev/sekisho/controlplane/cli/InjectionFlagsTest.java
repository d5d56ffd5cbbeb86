package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class InjectionFlagsTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--injection-image-pull-policy=always|always (expected: Always, IfNotPresent or Never)",
        "--injection-revision=a b|a b (expected: the value of a label)",
        "--injection-honour-istio-label=yes|yes (expected: true or false)",
        "--injection-native-sidecars=on|on (expected: auto, always or never)",
        "--injection-xds-address=sekisho|sekisho (expected: HOST:PORT)",
        "--injection-xds-address=sekisho:0|sekisho:0 (expected: HOST:PORT)",
        "--injection-xds-address=:15012|:15012 (expected: HOST:PORT)",
        "--injection-init=explicit|explicit (expected: container or off)",
        "--injection-proxy-cpu=0|0 (expected: a quantity as in 100m or 128Mi, or off)",
        "--injection-proxy-memory-limit=1X|1X (expected: a quantity as in 100m or 128Mi, or off)",
        "--injection-proxy-cpu-limit=50m|50m (expected: not less than --injection-proxy-cpu, 100m)",
        "--injection-prometheus-annotations=1|1 (expected: true or false)",
        "--cluster-domain=a_b|a_b (expected: a DNS name)",
      })
  void saysWhatIsWrong(String flag, String problem) {
    var run =
        Program.run(
            "run",
            "--source=" + temp,
            "--data-dir=" + temp.resolve("data"),
            "--admin-port=0",
            flag);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("sekisho: " + flag.substring(0, flag.indexOf('=')) + ": ")
        .contains(problem)
        .hasLineCount(1);
  }

  @Test
  void withoutAnyTheControlPlaneIsTheServiceOfItsNamespace() {
    var flags = CommandLine.populateCommand(new InjectionFlags());

    var settings = flags.settings("mesh", "sekisho");

    assertThat(settings.xdsHost()).isEqualTo("sekisho.mesh.svc");
    assertThat(settings.xdsPort()).isEqualTo(15012);
    assertThat(settings.injection().images().proxy()).startsWith("sekisho/proxy:");
    assertThat(settings.injection().resources().cpu().request().orElseThrow().text())
        .isEqualTo("100m");
    assertThat(settings.injection().resources().cpu().limit()).isEmpty();
  }

  @Test
  void anAddressMayBeOneOfIpv6() {
    var flags =
        CommandLine.populateCommand(new InjectionFlags(), "--injection-xds-address=fd00::1:15012");

    assertThat(flags.settings("mesh", "sekisho").xdsHost()).isEqualTo("fd00::1");
  }
}

package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFlagsTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({"90d,P90D", "24h,PT24H", "1h30m,PT90M", "30s,PT30S", "1d12h,PT36H"})
  void readsDurations(String text, String duration) {
    assertThat(Durations.parse(text)).contains(Duration.parse(duration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "90", "0s", "-1h", "1.5h", "P1D", "1h 30m", "30m1h", "9999999d", "1w"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--root-lifetime=ten years|--root-lifetime: ten years (expected: as in 90d, 24h, 1h30m or 30s)",
        "--root-lifetime=27d|the life of the root: 27d (expected: at least 4 times that of any other",
        "--root-lifetime=11000d|and at most 10950d)",
        "--workload-certificate-lifetime=9s|the life of workload certificates: 9s (expected: 10s to 90d)",
        "--serving-certificate-lifetime=91d|the life of serving certificates: 91d (expected: 10s to 90d)",
        "--trust-domain=Acme|--trust-domain: trust domain: \"Acme\" (expected: 1 to 255",
        "--serving-certificate-secret=tls|--serving-certificate-secret needs --source kubernetes"
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
    assertThat(run.err()).startsWith("sekisho: ").contains(problem).hasLineCount(1);
  }

  @Test
  void theHelpSaysUnitsAndDefaults() {
    assertThat(Program.run("run", "--help").out())
        .contains("--root-lifetime=DURATION", "3650d", "--serving-certificate-secret=NAME");
  }
}

package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TracingFlagsTest {

  private static final String EXPECTED =
      " (expected: off, or as in http://collector.monitoring:4318, without user, query and"
          + " /v1/traces)";

  @TempDir private Path temp;

  private static TracingFlags flags(String... args) {
    return CommandLine.populateCommand(new TracingFlags(), args);
  }

  private Program run(String flag) {
    return Program.run(
        "run", "--source=" + temp, "--data-dir=" + temp.resolve("data"), "--admin-port=0", flag);
  }

  @Test
  void offUnlessAnEndpointIsGiven() {
    assertThat(flags().settings()).isEmpty();
    assertThat(flags("--otlp-endpoint=off", "--trace-sample-ratio=0.5").settings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector:4318, 1, 1.0",
    "https://otlp.example/tenants/a/, 0, 0.0",
    "http://[::1]:4318, 0.05, 0.05"
  })
  void readsEndpointAndRatio(String endpoint, String text, double ratio) {
    var settings =
        flags("--otlp-endpoint=" + endpoint, "--trace-sample-ratio=" + text)
            .settings()
            .orElseThrow();

    assertThat(settings.endpoint()).hasToString(endpoint);
    assertThat(settings.sampleRatio()).isEqualTo(ratio);
    assertThat(settings.version()).isEqualTo(Version.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "on",
        "collector:4318",
        "grpc://collector:4317",
        "http://",
        "http://collector:0",
        "http://collector:65536",
        "http://collector:4318/v1/traces",
        "http://collector:4318/v1/traces/",
        "http://collector:4318?a=b",
        "http://collector:4318#a",
        "http://a b"
      })
  void saysWhatEndpointIsExpected(String endpoint) {
    var run = run("--otlp-endpoint=" + endpoint);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("sekisho: --otlp-endpoint: " + endpoint + EXPECTED)
        .hasLineCount(1);
  }

  @Test
  void aPasswordIsNotPrinted() {
    var run = run("--otlp-endpoint=http://jane:hunter2@collector:4318");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("sekisho: --otlp-endpoint: a URL with a user (expected: ")
        .doesNotContain("hunter2")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.1", "NaN", "half", "5%"})
  void saysWhatRatioIsExpected(String ratio) {
    var run = run("--trace-sample-ratio=" + ratio);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("sekisho: --trace-sample-ratio: " + ratio + " (expected: 0 to 1, as in 0.05)");
  }
}

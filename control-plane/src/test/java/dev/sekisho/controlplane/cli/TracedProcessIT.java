package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.tracing.Collector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own loads and logs, with traces and without. */
@Timeout(120)
class TracedProcessIT {

  /** Not the messages of OTLP, which Envoy's API is made of as well. */
  private static final Pattern LIBRARY = Pattern.compile("io\\.opentelemetry\\.(?!proto\\.)");

  @TempDir private Path temp;

  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(temp.resolve("manifests"));
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process run(String... flags) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + temp.resolve("classes"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--source=" + temp.resolve("manifests"),
                "--data-dir=" + temp.resolve("data"),
                "--bind=127.0.0.1",
                "--webhook-port=0",
                "--xds-port=0",
                "--admin-port=0"));
    command.addAll(List.of(flags));
    var process =
        new ProcessBuilder(command)
            .redirectOutput(temp.resolve("out").toFile())
            .redirectError(temp.resolve("log").toFile())
            .start();
    started.add(process);
    Collector.until(
        "the process to be ready",
        () -> !process.isAlive() || read("out").anyMatch(line -> line.startsWith("ready ")));
    assertThat(process.isAlive()).as(String.join("\n", read("log").toList())).isTrue();
    return process;
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended by SIGTERM").isTrue();
  }

  private Stream<String> read(String file) {
    try {
      return Files.readAllLines(temp.resolve(file)).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutTracesNothingOfTheLibraryIsLoaded() throws Exception {
    stop(run());

    assertThat(read("classes").filter(LIBRARY.asPredicate())).isEmpty();
    assertThat(read("classes").filter(line -> line.contains("controlplane.tracing.Tracing ")))
        .as("the log lists what is loaded")
        .isNotEmpty();
  }

  @Test
  void aReceiverThatIsGoneIsOneLine() throws Exception {
    try (var unheard = new Socket()) { // bound, so that nobody else listens there
      unheard.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var process = run("--otlp-endpoint=http://127.0.0.1:" + unheard.getLocalPort());
      // The first publication is what it has to tell.
      Collector.until(
          "the line", () -> read("log").anyMatch(line -> line.contains("traces don't reach")));
      stop(process);
    }
    assertThat(read("log").filter(line -> line.contains("traces"))).hasSize(1);
    assertThat(String.join("\n", read("log").toList()))
        .doesNotContain("opentelemetry", "Failed to export");
    assertThat(read("classes").filter(LIBRARY.asPredicate())).isNotEmpty();
  }
}

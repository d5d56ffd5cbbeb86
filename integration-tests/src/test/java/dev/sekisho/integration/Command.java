package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a program to its end, with what it printed. */
record Command(int exit, String out, String err) {
  static final Duration SHORT = Duration.ofSeconds(60);
  static final Duration BUILD = Duration.ofMinutes(20);

  /** The program itself. */
  static Command sekisho(String... arguments) {
    var command = ControlPlaneProcess.command(arguments);
    return run(command, Map.of("NO_COLOR", "1"), "", SHORT);
  }

  /** Runs it in the repository's folder; the environment is added to this JVM's. */
  static Command run(
      List<String> command, Map<String, String> environment, String input, Duration bound) {
    try {
      Path in = Files.createTempFile("sekisho-in", ".txt");
      Path out = Files.createTempFile("sekisho-out", ".txt");
      Path err = Files.createTempFile("sekisho-err", ".txt");
      try {
        Files.writeString(in, input);
        var builder =
            new ProcessBuilder(command)
                .directory(Tools.repository().toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "still running after " + bound + ": " + command + "\n" + text(out) + text(err));
        }
        return new Command(process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(in);
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** This run, if it ended with exit code 0. */
  Command orFail(String what) {
    if (exit != 0) {
      throw new AssertionError(what + " ended with exit code " + exit + "\n" + err + out);
    }
    return this;
  }

  String lastErrorLine() {
    return err.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}

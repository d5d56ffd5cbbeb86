package dev.sekisho.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server as a child process, its output in a file. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration STOP = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  public static ServerProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), log);
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Waits until the output says so.
   *
   * @param read finds what is waited for in the output so far
   */
  public <T> T await(String what, Duration patience, Function<String, Optional<T>> read)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      var output = Files.readString(log);
      var found = read.apply(output);
      if (found.isPresent()) {
        return found.get();
      }
      if (!alive || System.nanoTime() > end) {
        throw new IOException(
            "%s %s waiting for %s:%n%s"
                .formatted(log.getFileName(), alive ? "too slow," : "ended,", what, output));
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

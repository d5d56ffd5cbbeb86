package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A process of a test's own: its output goes to {@code NAME.out} and {@code NAME.log}, and it never
 * outlives the JVM. Only this very process is ever signalled.
 */
final class ManagedProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int TAIL = 20;
  private static final int WIDTH = 300;

  private final String name;
  private final Process process;
  private final Path out;
  private final Path log;

  private ManagedProcess(String name, Process process, Path out, Path log) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.log = log;
  }

  /** Starts it in the repository's folder; the environment is added to this JVM's. */
  static ManagedProcess start(
      String name, Path logs, List<String> command, Map<String, String> environment) {
    var out = logs.resolve(name + ".out");
    var log = logs.resolve(name + ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(Tools.repository().toFile())
            .redirectOutput(out.toFile())
            .redirectError(log.toFile());
    builder.environment().putAll(environment);
    try {
      var managed = new ManagedProcess(name, builder.start(), out, log);
      Runtime.getRuntime().addShutdownHook(new Thread(managed.process::destroyForcibly));
      Evidence.add(managed);
      return managed;
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name, e);
    }
  }

  /** Waits for it to be as wanted; fails at once if it ends meanwhile. */
  void await(String what, Duration bound, Callable<Boolean> condition) {
    try {
      Await.that(name + ": " + what, bound, () -> !process.isAlive() || condition.call());
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + tail(), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError(
          name
              + " ended with exit code "
              + process.exitValue()
              + ", waited for: "
              + what
              + "\n"
              + tail());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String name() {
    return name;
  }

  boolean logsIn(Path folder) {
    return log.startsWith(folder);
  }

  /** What it printed to its standard output so far. */
  String out() {
    return read(out);
  }

  /** What it printed to its standard error so far. */
  String log() {
    return read(log);
  }

  String tail() {
    return tailOf(out) + tailOf(log);
  }

  /** SIGKILL, as a crash. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(GRACE);
  }

  /** SIGTERM, and SIGKILL if that isn't heeded in time. */
  @Override
  public void close() {
    process.destroy();
    if (!awaitEnd(GRACE)) {
      kill();
    }
    Evidence.remove(this);
  }

  private boolean awaitEnd(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tailOf(Path file) {
    var lines = read(file).lines().map(l -> l.substring(0, Math.min(l.length(), WIDTH))).toList();
    var last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
    return last.isEmpty() ? "" : "--- end of " + file + "\n" + String.join("\n", last) + "\n";
  }
}

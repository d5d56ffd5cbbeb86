package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs under test's neighbours, by {@code integration-tests/tools/fetch}, and the places of
 * the repository. Each program is asked for once in a JVM.
 */
final class Tools {
  private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();
  private static final int CLIENT_MISSING = 3;

  private Tools() {}

  /**
   * The program of that name. Where it can't be fetched for want of a package client, the test is
   * skipped, or fails where the environment says CI=true; it fails where fetch fails otherwise.
   */
  static Path path(String name) {
    return FOUND.computeIfAbsent(name, Tools::fetch);
  }

  /** The folder of the whole repository. */
  static Path repository() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve("integration-tests/tools/fetch"))) {
        return folder;
      }
    }
    throw new AssertionError(
        "run this inside the repository: no integration-tests/tools/fetch above");
  }

  /** Where tests of that name leave their logs and dumps. */
  static Path logs(String test) {
    return folder("it-logs/" + test);
  }

  /** A new folder for a process to keep its data in. */
  static Path newData(String prefix) {
    try {
      return Files.createTempDirectory(folder("it-data"), prefix + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(String underTarget) {
    try {
      return Files.createDirectories(
          repository().resolve("integration-tests/target").resolve(underTarget));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fetch(String name) {
    var script = repository().resolve("integration-tests/tools/fetch");
    var run = Command.run(List.of(script.toString(), name), Map.of(), "", Command.BUILD);
    if (run.exit() == 0) {
      return Path.of(run.out().strip());
    }
    var why = "no " + name + ": " + run.lastErrorLine();
    if (run.exit() == CLIENT_MISSING && !"true".equals(System.getenv("CI"))) {
      System.out.println("SKIPPED for want of a program: " + why);
      return Assumptions.abort(why);
    }
    throw new AssertionError(why);
  }
}

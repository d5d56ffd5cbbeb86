package dev.sekisho.xds.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds Envoy through the repository's {@code integration-tests/tools/fetch}. */
final class EnvoyTool {
  private static final Path FETCH = Path.of("integration-tests", "tools", "fetch");

  private EnvoyTool() {}

  /**
   * The path of that Envoy, fetched if need be. Where it can't be had the test is skipped, and
   * fails in CI.
   */
  static Path path(String name) {
    try {
      var fetch =
          new ProcessBuilder(script().toString(), name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var path = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (fetch.waitFor() != 0) {
        return unavailable(name);
      }
      return Path.of(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while fetching " + name, e);
    }
  }

  private static Path unavailable(String name) {
    var message = name + " can't be had: see what fetch says above; tests against it are skipped";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    System.err.println(message);
    return Assumptions.abort(message);
  }

  private static Path script() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var script = folder.resolve(FETCH);
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new AssertionError(FETCH + " is in no folder above " + Path.of("").toAbsolutePath());
  }
}

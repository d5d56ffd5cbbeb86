package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.Readme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The results as Markdown. */
final class Report {

  static final String BEGIN = "<!-- results: written by ./admission -->";

  private Report() {}

  /**
   * @param circumstances machine, versions and time, one line
   */
  static String markdown(Results results, String circumstances) {
    var text = new StringBuilder(circumstances).append("\n\n");
    text.append(
        """
        | Ingresses | connections | | requests/s | p50 ms | p99 ms | CPU ms/request | of the load generator | RSS MiB |
        |--:|--:|---|--:|--:|--:|--:|--:|--:|
        """);
    for (Measurement p : results.ordered()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %d | %s | %,.0f | %.2f | %.2f | %.3f | %.3f | %,d |%n",
              p.existing(),
              p.connections(),
              p.contender().title(),
              p.rate(),
              p.p50(),
              p.p99(),
              p.cpu(),
              p.loadCpu(),
              p.resident() >> 20));
    }
    text.append("\n| goal | reached | |\n|---|--:|---|\n");
    for (Goal goal : Goal.of(results)) {
      text.append(
          "| %s | %s | %s |%n"
              .formatted(goal.asked(), goal.reached(), goal.met() ? "met" : "**missed**"));
    }
    return text.toString();
  }

  /** Puts the results into the README. */
  static void update(Path readme, String markdown) throws IOException {
    Readme.update(readme, BEGIN, markdown);
  }
}

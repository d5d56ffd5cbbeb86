package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.Readme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The results as Markdown. */
final class MeshReport {

  static final String BEGIN = "<!-- results: written by ./mesh -->";

  private MeshReport() {}

  /**
   * @param circumstances machine, versions and time, one line
   */
  static String markdown(MeshResults results, String circumstances) {
    var text = new StringBuilder(circumstances).append("\n\n");
    text.append(
        """
        | proxies | Services | | changes | p50 ms | p99 ms | CPU µs/proxy | of the proxies | bytes/proxy | heap KiB/proxy | RSS MiB |
        |--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|
        """);
    for (ChangePoint p : results.ordered()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,d | %s | %d | %.1f | %.1f | %.1f | %.1f | %,.0f | %.1f | %,d |%n",
              p.proxies(),
              p.services(),
              p.contender().title(),
              p.changes(),
              p.p50(),
              p.p99(),
              p.cpu(),
              p.swarmCpu(),
              p.bytes(),
              p.heap() / 1024,
              p.resident() >> 20));
    }
    text.append(
        """

        | at once | Services | | s | CPU s | of the proxies | MB each | refused |
        |--:|--:|---|--:|--:|--:|--:|--:|
        """);
    for (Burst b : results.bursts()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,d | %s | %.1f | %.1f | %.1f | %.2f | %d |%n",
              b.proxies(),
              b.services(),
              b.contender().title(),
              b.seconds(),
              b.cpuSeconds(),
              b.swarmCpuSeconds(),
              b.bytes() / 1e6,
              b.refused()));
    }
    text.append("\n| goal | reached | |\n|---|--:|---|\n");
    for (MeshGoal goal : MeshGoal.of(results)) {
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

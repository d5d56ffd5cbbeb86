package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The load run, from the command line. */
@Command(
    name = "admission",
    description =
        "Measures admission over TLS: Sekisho, OPA with the tutorial's policy and with an indexed"
            + " one, and a server that does nothing, side by side. Builds what it needs. A full run"
            + " takes about 20 minutes and rewrites the table in benchmarks/README.md.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AdmissionBenchmark implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "Seconds instead of minutes: few small points, no table.")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description = "Existing Ingresses (default: 0,7000,50000).")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--connections",
      split = ",",
      paramLabel = "N",
      description = "Connections, each with one request at a time (default: 1,8,64).")
  private List<Integer> connections = List.of();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WHO",
      description =
          "Some of sekisho, no-op, reads-only, opa-indexed, opa-indexed-gogc, opa-tutorial,"
              + " opa-tutorial-read-speed (default: all); no table.")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Measured at each point (default: 10).")
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Requests are dry runs, which reserve nothing (default: real creates).")
  private boolean dryRun;

  @Option(names = "--sekisho", hidden = true, required = true)
  private Path sekisho;

  @Option(names = "--opa", hidden = true)
  private Optional<Path> opa = Optional.empty();

  @Option(names = "--load", hidden = true, required = true)
  private Path load;

  @Option(names = "--readme", hidden = true, required = true)
  private Path readme;

  @Option(names = "--work", hidden = true, required = true)
  private Path work;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AdmissionBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var results = Results.empty();
    Files.createDirectories(work);
    var keys = KeyFiles.create(work);
    for (int size : or(sizes, List.of(0, 7_000, 50_000), List.of(0, 700))) {
      var folder = Files.createTempDirectory(work, "at-" + size + "-");
      var workload = new Workload(size, dryRun);
      var launcher = new Launcher(sekisho, opa.orElse(Path.of("opa")), folder, keys, workload);
      for (Contender contender : contenders()) {
        measure(contender, launcher, results);
      }
    }
    var markdown = Report.markdown(results, Machine.describe());
    System.out.println("\n" + markdown);
    Files.writeString(work.resolve("results.md"), markdown);
    if (isTheWhole()) {
      Report.update(readme, markdown);
    }
    results.failures().forEach(System.err::println);
    return results.failures().isEmpty() ? 0 : 1;
  }

  private boolean isTheWhole() {
    return !quick
        && !dryRun
        && only.isEmpty()
        && sizes.isEmpty()
        && connections.isEmpty()
        && seconds.isEmpty();
  }

  private List<Contender> contenders() {
    return only.isEmpty()
        ? Arrays.asList(Contender.values())
        : only.stream().map(Contender::of).toList();
  }

  private void measure(Contender contender, Launcher launcher, Results results)
      throws IOException, InterruptedException {
    var workload = launcher.workload();
    var duration = Duration.ofSeconds(seconds.orElse(quick ? 1 : 10));
    var warmUp = Duration.ofSeconds(quick ? 1 : 2);
    try (var target = launcher.start(contender)) {
      var generator = new LoadGenerator(load, launcher.folder(), workload);
      // Whatever compiles or caches shall have done so: this is no measurement of the first minute.
      var first = Duration.ofSeconds(quick ? 1 : contender.isJvm() ? 30 : 15);
      generator.run(contender, target, 8, Duration.ZERO, first);
      for (int count : or(connections, List.of(1, 8, 64), List.of(1, 8))) {
        var point = generator.run(contender, target, count, warmUp, duration);
        results.points().add(point);
        System.out.printf(
            Locale.ROOT,
            "%-24s %,7d Ingresses %3d connections: %,8.0f/s  p50 %.2f ms  p99 %.2f ms  %.3f ms CPU%n",
            contender.title(),
            point.existing(),
            count,
            point.rate(),
            point.p50(),
            point.p99(),
            point.cpu());
      }
      if (contender == Contender.SEKISHO) {
        results.heaps().put(workload.existing(), LiveHeap.measure(target.process().pid()));
        var policy = launcher.source().resolve("policy.yaml");
        var times = PolicyEdits.measure(target, policy, quick ? 2 : 10);
        results.edits().put(workload.existing(), new ArrayList<>(times));
        results
            .blasts()
            .put(workload.existing(), BlastRadius.measure(target, workload, quick ? 1 : 10));
      }
    }
  }

  private <T> List<T> or(List<T> given, List<T> full, List<T> small) {
    return !given.isEmpty() ? given : quick ? small : full;
  }
}

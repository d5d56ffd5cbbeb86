package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs {@code benchmarks/load} against a server. */
final class LoadGenerator {

  private final Path program;
  private final Path template;
  private final Workload workload;
  private long next;

  LoadGenerator(Path program, Path folder, Workload workload) throws IOException {
    this.program = program;
    this.workload = workload;
    this.template = Files.writeString(folder.resolve("template.json"), workload.requestTemplate());
  }

  Measurement run(
      Contender contender, Target target, int connections, Duration warmUp, Duration duration)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "-address=" + target.address(),
                    "-path=" + target.path(),
                    "-template=" + template,
                    "-connections=" + connections,
                    "-warm-up=" + warmUp.toMillis() + "ms",
                    "-duration=" + duration.toMillis() + "ms",
                    "-pid=" + target.process().pid(),
                    "-existing=" + workload.existing(),
                    "-namespaces=" + Workload.NAMESPACES,
                    "-first=" + next,
                    "-all-allowed=" + contender.allowsAll()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the load generator failed against " + contender.title());
    }
    var measured = Measurement.of(contender, workload.existing(), connections, Json.parse(output));
    next = measured.next();
    return measured;
  }
}

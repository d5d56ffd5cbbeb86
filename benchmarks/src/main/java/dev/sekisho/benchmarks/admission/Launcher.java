package dev.sekisho.benchmarks.admission;

import dev.sekisho.benchmarks.harness.Https;
import dev.sekisho.benchmarks.harness.SekishoJvm;
import dev.sekisho.benchmarks.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Starts contenders and tells them of the workload's objects, each in the way that its users do.
 *
 * @param sekisho the launcher script, with its own JVM flags
 * @param folder for the files of this size
 */
record Launcher(Path sekisho, Path opa, Path folder, KeyFiles keys, Workload workload) {

  private static final String SCAN = "scan.rego";
  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern WEBHOOK = Pattern.compile("ready.* webhook=(\\S+)");

  Target start(Contender contender) throws IOException, InterruptedException {
    return switch (contender) {
      case SEKISHO -> sekishoServer();
      case NO_OP -> allowing(contender, "ignore");
      case READS_ONLY -> allowing(contender, "read");
      case OPA_TUTORIAL -> opaWith(contender, SCAN, Map.of());
      case OPA_TUTORIAL_READ_SPEED ->
          opaWith(contender, SCAN, Map.of(), "--optimize-store-for-read-speed");
      case OPA_INDEXED -> opaWith(contender, "index.rego", Map.of());
      case OPA_INDEXED_GOGC -> opaWith(contender, "index.rego", Map.of("GOGC", "400"));
    };
  }

  /** The folder that Sekisho reads, with the policy in {@code policy.yaml}. */
  Path source() {
    return folder.resolve("source");
  }

  private Target sekishoServer() throws IOException, InterruptedException {
    if (!Files.exists(source())) {
      Manifests.write(workload, Files.createDirectories(source()));
      Resources.copy("policy.yaml", source());
    }
    var data = folder.resolve("data");
    return started(
        Contender.SEKISHO,
        List.of(
            sekisho.toString(),
            "run",
            "--source=" + source(),
            "--data-dir=" + data,
            "--bind=127.0.0.1",
            "--webhook-port=0",
            "--xds-port=0",
            "--admin-port=0"));
  }

  /**
   * @param body what it does with the body of a request
   */
  private Target allowing(Contender contender, String body)
      throws IOException, InterruptedException {
    var command =
        SekishoJvm.command(
            sekisho,
            NoOpServer.class,
            List.of(keys.certificate().toString(), keys.key().toString(), body));
    return started(contender, command);
  }

  private Target started(Contender contender, List<String> command)
      throws IOException, InterruptedException {
    var process = ServerProcess.start(command, Map.of(), log(contender));
    return closingOnFailure(
        process,
        () ->
            new Target(
                process,
                process.await("its ready line", START, output -> first(WEBHOOK, output)),
                "/validate"));
  }

  private Target opaWith(
      Contender contender, String conflicts, Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    var rego =
        List.of(
            Resources.copy("main.rego", folder),
            Resources.copy("allowlist.rego", folder),
            Resources.copy(conflicts, folder));
    var address = "127.0.0.1:" + freePort();
    var command =
        new ArrayList<>(
            List.of(
                opa.toString(),
                "run",
                "--server",
                "--v0-compatible",
                "--addr=" + address,
                "--tls-cert-file=" + keys.certificate(),
                "--tls-private-key-file=" + keys.key(),
                "--log-level=error", // else it logs every request
                "--skip-version-check"));
    command.addAll(List.of(flags));
    rego.forEach(file -> command.add(file.toString()));
    var process = ServerProcess.start(command, environment, log(contender));
    return closingOnFailure(
        process,
        () -> {
          var target = new Target(process, address, "/");
          try (var https = new Https()) {
            process.await("its health", START, output -> healthy(https, target));
          }
          OpaData.push(target, workload, conflicts.equals(SCAN));
          return target;
        });
  }

  /** OPA doesn't tell which port it took. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Optional<String> healthy(Https https, Target target) {
    try {
      return Optional.of(https.send("GET", target.uri("/health"), BodyPublishers.noBody()));
    } catch (IOException e) {
      return Optional.empty(); // not yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Path log(Contender contender) {
    return folder.resolve(contender.word() + ".log");
  }

  private static Optional<String> first(Pattern pattern, String output) {
    var matcher = pattern.matcher(output);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What is done with a process before anybody else knows of it. */
  private interface Step {
    Target run() throws IOException, InterruptedException;
  }

  private static Target closingOnFailure(ServerProcess process, Step step)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      var target = step.run();
      done = true;
      return target;
    } finally {
      if (!done) {
        process.close();
      }
    }
  }
}

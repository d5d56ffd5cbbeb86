package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.SekishoJvm;
import dev.sekisho.benchmarks.harness.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Starts contenders on the cluster as it is now.
 *
 * @param sekisho the launcher script, with its own JVM flags
 * @param swarm the program
 * @param folder for files
 */
record MeshLauncher(
    Path sekisho, Path swarm, Path folder, KubeServers servers, KubeApi api, int service) {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern SEKISHO = Pattern.compile("ready .*xds-plaintext=(\\S+)");
  private static final Pattern CEILING = Pattern.compile("ready xds=(\\S+)");

  /** As its users run it, over plaintext. */
  MeshServer startSekisho() throws IOException, InterruptedException {
    return start(
        Contender.SEKISHO,
        List.of(
            sekisho.toString(),
            "run",
            "--source=kubernetes",
            "--kubeconfig=" + servers.kubeconfig(),
            "--namespace=" + MeshWorld.HOME,
            "--webhook-configuration=off",
            "--bind=127.0.0.1",
            "--webhook-port=0",
            "--xds-port=0",
            "--xds-plaintext-port=0",
            "--admin-port=0"),
        SEKISHO,
        Trigger.ofService(api, service));
  }

  /** With what Sekisho sends its first proxy, and with what it sends when endpoints change. */
  MeshServer startCeiling(MeshServer sekisho) throws IOException, InterruptedException {
    var captured = folder.resolve("captured");
    var change = folder.resolve("change");
    sekisho.swarm().connect(1, false);
    sekisho.swarm().capture(captured, "");
    sekisho.trigger().pull(sekisho.swarm(), 1);
    sekisho.swarm().capture(change, sekisho.trigger().resource());
    sekisho.swarm().disconnect();
    sekisho.swarm().series();
    return start(
        Contender.CEILING,
        SekishoJvm.command(
            this.sekisho,
            CeilingServer.class,
            List.of(
                captured.toString(),
                change.toString(),
                servers.kubeconfig().toString(),
                MeshWorld.CEILING,
                MeshWorld.CEILING)),
        CEILING,
        Trigger.ofCeiling(api, service));
  }

  private MeshServer start(
      Contender contender, List<String> command, Pattern ready, Trigger trigger)
      throws IOException, InterruptedException {
    var log = folder.resolve(contender.word() + ".log");
    var process = ServerProcess.start(command, Map.of(), log);
    boolean done = false;
    try {
      var address = process.await("its ready line", START, output -> first(ready, output));
      var server =
          new MeshServer(
              contender, process, address, Swarm.start(swarm, address, List.of()), trigger);
      done = true;
      return server;
    } finally {
      if (!done) {
        process.close();
      }
    }
  }

  private static Optional<String> first(Pattern pattern, String output) {
    var matcher = pattern.matcher(output);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}

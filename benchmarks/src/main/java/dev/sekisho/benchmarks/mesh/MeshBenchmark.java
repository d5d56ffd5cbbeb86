package dev.sekisho.benchmarks.mesh;

import dev.sekisho.benchmarks.harness.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The load run, from the command line; the script {@code benchmarks/mesh} has its help. */
@Command(name = "mesh", mixinStandardHelpOptions = true)
final class MeshBenchmark implements Callable<Integer> {

  /** Service whose endpoints change. */
  private static final int SERVICE = 0;

  @Option(names = "--quick")
  private boolean quick;

  @Option(names = "--proxies", split = ",")
  private List<Integer> proxies = List.of();

  @Option(names = "--services", split = ",")
  private List<Integer> services = List.of();

  @Option(names = "--at-once")
  private int atOnce = -1;

  @Option(names = "--only", split = ",")
  private List<String> only = List.of();

  @Option(names = "--sekisho", required = true)
  private Path sekisho;

  @Option(names = "--etcd", required = true)
  private Path etcd;

  @Option(names = "--kube-apiserver", required = true)
  private Path apiServer;

  @Option(names = "--swarm", required = true)
  private Path swarm;

  @Option(names = "--readme", required = true)
  private Path readme;

  @Option(names = "--work", required = true)
  private Path work;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new MeshBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var results = MeshResults.empty();
    try (var servers = KubeServers.start(etcd, apiServer, work);
        var api = new KubeApi(servers)) {
      var world = new MeshWorld(api);
      world.begin();
      world.growProxies(Math.max(Collections.max(proxies()), many()));
      for (int size : services()) {
        world.grow(size);
        var launcher = new MeshLauncher(sekisho, swarm, work, servers, api, SERVICE);
        measure(launcher, size, results);
      }
    }
    var markdown = MeshReport.markdown(results, Machine.describe());
    System.out.println("\n" + markdown);
    Files.writeString(work.resolve("results.md"), markdown);
    if (isTheWhole()) {
      MeshReport.update(readme, markdown);
    }
    return 0;
  }

  private void measure(MeshLauncher launcher, int size, MeshResults results)
      throws IOException, InterruptedException {
    var started = new ArrayList<MeshServer>();
    try {
      var ours = launcher.startSekisho();
      started.add(ours);
      var ceiling = launcher.startCeiling(ours);
      started.add(ceiling);
      var servers = started.stream().filter(server -> isWanted(server.contender())).toList();
      var run = new MeshRun(new MeshPlan(quick), servers, size, results);
      run.warmUp();
      for (int count : proxies()) {
        run.changes(count);
      }
      run.quiet(quick ? 10 : 100, launcher.api());
      if (size == services().getLast()) {
        int many = many();
        if (many > 0) {
          run.atOnce(many);
          if (isWanted(Contender.SEKISHO)) {
            var plan = new MeshPlan(quick);
            results
                .edits()
                .add(
                    PolicyEdits.measure(
                        ours, swarm, launcher.api(), many, plan.edits(), plan.editsToWarmUp()));
          }
        }
      }
    } finally {
      started.forEach(MeshServer::close);
    }
  }

  private List<Integer> proxies() {
    return or(proxies, List.of(100, 500, 1_000, 2_000), List.of(10, 30));
  }

  private List<Integer> services() {
    return or(services, List.of(100, 1_000), List.of(20));
  }

  /** How many connect at once. */
  private int many() {
    return atOnce >= 0 ? atOnce : quick ? 30 : 1_000;
  }

  private boolean isWanted(Contender contender) {
    return only.isEmpty() || only.contains(contender.word());
  }

  private boolean isTheWhole() {
    return !quick && only.isEmpty() && proxies.isEmpty() && services.isEmpty() && atOnce < 0;
  }

  private <T> List<T> or(List<T> given, List<T> full, List<T> small) {
    return !given.isEmpty() ? given : quick ? small : full;
  }
}

package dev.sekisho.integration;

import dev.sekisho.integration.LeakScan.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The control plane as its users have it: a process of its own, started by its command line, with
 * the rights that the chart grants. It can be killed and started again with the same ports and
 * data.
 */
final class ControlPlaneProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final AtomicInteger STARTS = new AtomicInteger();
  private static final AtomicInteger PODS = new AtomicInteger();

  private final Cluster cluster;
  private final Path kubeconfig;
  private final Optional<Path> data;
  private final String pod;
  private final List<String> flags;
  private final GatewayPorts gateway = GatewayPorts.free();
  private ManagedProcess process;
  private ReadyLine ready;

  private ControlPlaneProcess(
      Cluster cluster, Path kubeconfig, Optional<Path> data, List<String> flags) {
    this.cluster = cluster;
    this.kubeconfig = kubeconfig;
    this.data = data;
    this.pod = "sekisho-" + PODS.incrementAndGet();
    this.flags = flags;
    this.process = launch(0, 0, 0, 0);
    this.ready = awaitReady();
  }

  /** Starts one on that cluster, with more flags, and waits until it is ready. */
  static ControlPlaneProcess start(Cluster cluster, String... flags) {
    return new ControlPlaneProcess(
        cluster,
        ChartRights.kubeconfig(cluster),
        Optional.of(Tools.newData("control-plane")),
        List.of(flags));
  }

  /** The same without a data directory: all that it keeps is in the cluster. */
  static ControlPlaneProcess startInCluster(Cluster cluster, String... flags) {
    return startInCluster(cluster, ChartRights.kubeconfig(cluster), flags);
  }

  /** The same as the user of that kubeconfig, who may have fewer rights. */
  static ControlPlaneProcess startInCluster(Cluster cluster, Path kubeconfig, String... flags) {
    return new ControlPlaneProcess(cluster, kubeconfig, Optional.empty(), List.of(flags));
  }

  /** Runs one in that way which is to end by itself. */
  static Command runInCluster(Cluster cluster, String... flags) {
    return runInCluster(ChartRights.kubeconfig(cluster), flags);
  }

  /** The same as the user of that kubeconfig. */
  static Command runInCluster(Path kubeconfig, String... flags) {
    var command = new ArrayList<>(command("run"));
    command.addAll(commonFlags(kubeconfig));
    command.addAll(List.of("--webhook-port=0", "--xds-port=0", "--admin-port=0"));
    command.addAll(List.of(flags));
    return Command.run(command, Map.of(), "", Command.SHORT);
  }

  /** The command line that runs it with those arguments. */
  static List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.sekisho.controlplane.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  int webhookPort() {
    return ready.port("webhook");
  }

  /** Host and port of xDS over TLS. */
  String xds() {
    return ready.get("xds");
  }

  /** Host and port of xDS in plaintext. */
  String xdsPlaintext() {
    return ready.get("xds-plaintext");
  }

  int xdsPort() {
    return ready.port("xds");
  }

  int adminPort() {
    return ready.port("admin");
  }

  /** Where it has its gateways listen. */
  GatewayPorts gatewayPorts() {
    return gateway;
  }

  /** The policy revision when it became ready. */
  String revisionWhenReady() {
    return ready.get("revision");
  }

  /** The certificate of its authority. */
  Path ca() {
    return dataDirectory().resolve("ca/root-cert.pem");
  }

  private Path dataDirectory() {
    return data.orElseThrow(() -> new AssertionError("it has no data directory"));
  }

  String log() {
    return process.log();
  }

  /** The value of that metric, with its labels as they are written; -1: there is none. */
  double metric(String name) {
    return Metrics.of(adminPort(), name);
  }

  /** A gateway that it configures over TLS. */
  EnvoyProcess startGateway(String name) {
    return startGateway(name, ready.get("xds"), List.of("--data-dir", dataDirectory().toString()));
  }

  /** A gateway in that Pod, with its token, that it configures over TLS. */
  EnvoyProcess startGateway(TestPod pod) {
    var folder = Tools.newData(pod.name());
    try {
      Files.writeString(folder.resolve("token"), pod.token());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return startGateway(
        pod.name(),
        pod.gateway(),
        ready.get("xds"),
        List.of(
            "--token-file=" + folder.resolve("token"),
            "--ca-file=" + ca(),
            "--secrets-dir=" + folder.resolve("documents")));
  }

  /** A gateway that it configures in plaintext. */
  EnvoyProcess startPlaintextGateway(String name) {
    return startGateway(name, ready.get("xds-plaintext"), List.of());
  }

  void kill() {
    keepPages();
    process.kill();
  }

  /** Starts it again where it was, with its data. */
  void startAgain() {
    close();
    process =
        launch(
            ready.port("webhook"),
            ready.port("xds"),
            ready.port("xds-plaintext"),
            ready.port("admin"));
    ready = awaitReady();
  }

  @Override
  public void close() {
    keepPages();
    process.close();
  }

  /** Keeps what its admin port tells, and remembers what its keys are. */
  private void keepPages() {
    data.ifPresent(folder -> Canaries.plantKeys(Canary.Kind.AUTHORITY_KEY, folder));
    cluster.rememberSecrets();
    if (process.isAlive()) {
      for (var page :
          Map.of("/metrics", Place.METRICS, "/debug/decisions", Place.DEBUG_PAGE).entrySet()) {
        Evidence.keep(
            cluster.logs(),
            page.getValue().file(process.name()),
            () -> Metrics.page(adminPort(), page.getKey()));
      }
    }
  }

  private EnvoyProcess startGateway(String name, String xds, List<String> more) {
    var node = "router~10.0.0.9~%s.sekisho-system~sekisho-system.svc.cluster.local".formatted(name);
    return startGateway(name, node, xds, more);
  }

  private EnvoyProcess startGateway(String name, String node, String xds, List<String> more) {
    int admin = Ports.free();
    var command = new ArrayList<>(command("bootstrap", "--role", "gateway"));
    command.addAll(List.of("--id", node, "--xds", xds, "--envoy-admin-port", "" + admin));
    command.addAll(more);
    var bootstrap = Command.run(command, Map.of(), "", Command.SHORT).orFail("bootstrap").out();
    return EnvoyProcess.start(name, cluster.logs(), bootstrap, admin, gateway);
  }

  private ManagedProcess launch(int webhook, int xds, int plaintext, int admin) {
    var command = new ArrayList<>(command("run"));
    command.addAll(commonFlags(kubeconfig));
    data.ifPresent(folder -> command.add("--data-dir=" + folder));
    command.addAll(
        List.of(
            "--webhook-port=" + webhook,
            "--xds-port=" + xds,
            "--xds-plaintext-port=" + plaintext,
            "--admin-port=" + admin,
            "--gateway-http-port=" + gateway.http(),
            "--gateway-https-port=" + gateway.https()));
    command.addAll(flags);
    var name = "control-plane-" + STARTS.incrementAndGet();
    // As in a Pod: started again it is the same replica.
    return ManagedProcess.start(name, cluster.logs(), command, Map.of("POD_NAME", pod));
  }

  private static List<String> commonFlags(Path kubeconfig) {
    return List.of(
        "--source=kubernetes",
        "--kubeconfig=" + kubeconfig,
        "--namespace=" + Cluster.HOME,
        "--bind=127.0.0.1");
  }

  private ReadyLine awaitReady() {
    process.await("its ready line", START, () -> ReadyLine.in(process.out()).isPresent());
    return ReadyLine.in(process.out()).orElseThrow();
  }
}

package dev.sekisho.controlplane.demo;

import dev.sekisho.certs.CertificateAuthority;
import dev.sekisho.certs.IssuanceProfile;
import dev.sekisho.certs.SpiffeId;
import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.keys.Authorities;
import dev.sekisho.controlplane.keys.ClientCertificate;
import dev.sekisho.controlplane.keys.DataDirectory;
import dev.sekisho.controlplane.serve.ControlPlane;
import dev.sekisho.controlplane.serve.ControlPlaneConfig;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.BootstrapWriter;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.bootstrap.XdsTls;
import dev.sekisho.xds.model.GatewayPorts;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** The whole product on this machine: control plane, Envoy, backends; then the tour. */
public final class Demo implements AutoCloseable {

  private static final String NODE = "127.0.0.1~gateway.demo~demo.svc.cluster.local";
  private static final String LOOPBACK = "127.0.0.1";

  private final Screen screen;
  private final Path home;
  private final SecureRandom random = new SecureRandom();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /**
   * @param home the folder of the sources, with the examples and the script that fetches Envoy
   */
  public Demo(Path home, PrintWriter out, boolean colours) {
    this.home = home;
    this.screen = new Screen(out, colours);
  }

  /**
   * @param once whether to end after the tour; else it goes on until the process is ended
   * @return the exit code
   */
  public int run(String version, boolean once) throws InterruptedException {
    var envoy = findEnvoy();
    var release = envoy.flatMap(DemoEnvoy::version).map(v -> " · Envoy " + v).orElse("");
    screen.line("Sekisho " + version + " · demo on a copy of examples/" + release);
    var folder = opened(DemoFolder.copyOf(home.resolve("examples")));
    prepare(folder);
    long start = System.nanoTime();
    var ports = new GatewayPorts(freePort(8080), freePort(9443));
    var controlPlane = opened(ControlPlane.start(configuration(folder, ports)));
    screen.line(
        "ready in %.1f s   %s".formatted((System.nanoTime() - start) / 1e9, where(controlPlane)));
    envoy.ifPresent(binary -> startEnvoy(binary, folder, controlPlane));
    var vertx = Vertx.vertx();
    parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    var root = folder.data().resolve(Authorities.ROOT_CERTIFICATE);
    var tour = new Tour(screen, folder, controlPlane, new DemoClient(vertx, root));
    tour.askAtTheGate();
    envoy.ifPresentOrElse(
        binary -> tour.travel(ports.http(), ports.https()),
        () -> screen.heading("2  Travelling", "left out: there is no Envoy"));
    tour.edit(envoy.map(binary -> ports.http()));
    tour.mistake();
    screen.summary();
    if (!once) {
      screen.line("Still running; try:");
      tour.suggestions(envoy.map(e -> ports.http()), envoy.map(e -> ports.https()))
          .forEach(line -> screen.line("   " + line));
      screen.line("Ctrl-C ends.");
      Runtime.getRuntime().addShutdownHook(new Thread(this::close, "demo-end"));
      new CountDownLatch(1).await();
    }
    if (envoy.isEmpty()) {
      return StartupException.Reason.UNAVAILABLE.exitCode();
    }
    return screen.allHeld() ? 0 : 1;
  }

  private Optional<Path> findEnvoy() {
    try {
      return Optional.of(DemoEnvoy.find(home));
    } catch (StartupException e) {
      screen.line(String.valueOf(e.getMessage()));
      screen.line("Going on without it: admission can be shown all the same.");
      return Optional.empty();
    }
  }

  /** Backends for the Services, and a certificate for each TLS host. */
  private void prepare(DemoFolder folder) {
    var services =
        folder.objects("Service").stream()
            .map(
                s ->
                    s.path("metadata").path("namespace").asText()
                        + "/"
                        + s.path("metadata").path("name").asText())
            .toList();
    folder.writeEndpoints(opened(DemoUpstreams.start(services)).ports());
    var authority = authority(folder);
    for (var ingress : folder.objects("Ingress")) {
      for (var tls : ingress.path("spec").path("tls")) {
        List<String> hosts = tls.path("hosts").valueStream().map(host -> host.asText()).toList();
        var profile = IssuanceProfile.serving(hosts, List.of(), Duration.ofDays(1));
        folder.writeTlsSecret(
            ingress.path("metadata").path("namespace").asText(),
            tls.path("secretName").asText(),
            authority.issue(profile, Instant.now(), random));
      }
    }
  }

  private CertificateAuthority authority(DemoFolder folder) {
    return Authorities.loadOrCreate(DataDirectory.open(folder.data()), Instant.now(), random);
  }

  private static ControlPlaneConfig configuration(DemoFolder folder, GatewayPorts ports) {
    return new ControlPlaneConfig(
        new ControlPlaneConfig.Source.Folder(folder.manifests()),
        "sekisho-system",
        folder.data(),
        ports,
        new ControlPlaneConfig.Ports(
            LOOPBACK, freePort(8443), freePort(15012), OptionalInt.empty(), freePort(15014)));
  }

  private static String where(ControlPlane controlPlane) {
    var at = controlPlane.addresses();
    return "webhook https://localhost:%d   xds %s:%d   admin http://%s:%d"
        .formatted(at.webhook(), at.host(), at.xds(), at.host(), at.admin());
  }

  private void startEnvoy(Path binary, DemoFolder folder, ControlPlane controlPlane) {
    var identity = new SpiffeId(Authorities.TRUST_DOMAIN, "demo", "sekisho-gateway");
    var files =
        ClientCertificate.issue(
            DataDirectory.open(folder.data()),
            authority(folder),
            identity,
            NODE,
            Instant.now(),
            random);
    var options =
        new BootstrapOptions(
            ProxyRole.GATEWAY,
            NODE,
            "localhost",
            controlPlane.addresses().xds(),
            Optional.of(
                new XdsTls(files.authority().toString(), files.forBootstrap(), Optional.empty())),
            0);
    var bootstrap = folder.scratch("envoy.json");
    folder.write(bootstrap, BootstrapWriter.write(options));
    opened(DemoEnvoy.start(binary, bootstrap, folder.scratch("envoy.log")));
  }

  /** The port that people expect, or any other if that is taken. */
  private static int freePort(int wanted) {
    try (var probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException taken) {
      try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return any.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /** Ends everything that was started, the last thing first, and removes the copy. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        screen.line("closing: " + e.getMessage());
      }
    }
  }
}

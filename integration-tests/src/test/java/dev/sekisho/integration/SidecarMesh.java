package dev.sekisho.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mesh in small: replicas of the control plane behind the name of their Service, and Pods in
 * namespaces of the kernel, with real sidecars or without. All of it ends when this is closed.
 */
final class SidecarMesh implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String NAME = "sekisho." + Cluster.HOME + ".svc";

  private final Cluster cluster;
  private final PodNetwork network;
  private final List<ControlPlaneProcess> replicas;
  private final RoundRobin service;
  private final Path hosts;
  private final TestSidecar.Home home;
  private final Deque<AutoCloseable> cleanup = new ArrayDeque<>();

  private SidecarMesh(Cluster cluster, PodNetwork network, List<ControlPlaneProcess> replicas) {
    this.cluster = cluster;
    this.network = network;
    this.replicas = replicas;
    this.service = service(network, replicas);
    var folder = Tools.newData("mesh");
    this.hosts =
        write(
            folder.resolve("hosts"),
            "127.0.0.1 localhost\n%s %s\n".formatted(network.node(), NAME));
    this.home =
        new TestSidecar.Home(
            NAME + ":" + service.port(),
            write(
                folder.resolve("root-cert.pem"),
                Await.value(
                    "the published roots",
                    SOON,
                    () -> Optional.of(RootRotationIT.bundle(cluster)).filter(b -> !b.isEmpty()))));
  }

  /**
   * Starts so many replicas with these flags; first the network, for want of which it is skipped.
   */
  static SidecarMesh start(Cluster cluster, int replicas, String... flags) {
    var network = PodNetwork.create();
    return new SidecarMesh(
        cluster,
        network,
        Stream.generate(() -> ControlPlaneProcess.startInCluster(cluster, flags))
            .limit(replicas)
            .toList());
  }

  List<ControlPlaneProcess> replicas() {
    return replicas;
  }

  /** A Pod without a sidecar. */
  MeshPod plain(String namespace, String account, String name) {
    var pod = TestPod.create(cluster, namespace, account, name);
    var place = network.pod();
    pod.runsAt(place.address());
    return new MeshPod(pod, place, Optional.empty());
  }

  /** A Pod whose connections a sidecar has, once that has its configuration. */
  MeshPod sidecar(String namespace, String account, String name) {
    var plain = plain(namespace, account, name);
    plain.pod().label("security.istio.io/tlsMode", "istio");
    plain.network().redirect();
    return withSidecar(plain);
  }

  /** A Pod with a sidecar that applications have to use as a proxy. */
  MeshPod explicit(String namespace, String account, String name) {
    var plain = plain(namespace, account, name);
    plain.pod().label("sidecar.sekisho.dev/redirection", "explicit");
    return withSidecar(plain);
  }

  private MeshPod withSidecar(MeshPod plain) {
    var pod = plain.pod();
    var admin = RoundRobin.to(() -> adminOf(plain.network()));
    cleanup.push(admin);
    var envoy = TestSidecar.inside(plain.network(), hosts, admin.port(), home, pod);
    cleanup.push(envoy);
    return new MeshPod(pod, plain.network(), Optional.of(envoy));
  }

  /** From now on sidecars find that name at the address. */
  void resolve(String name, String address) {
    try {
      Files.writeString(hosts, address + " " + name + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its sidecar, and takes the Pod out of the API. */
  void end(MeshPod pod) {
    pod.sidecar().ifPresent(EnvoyProcess::close);
    pod.pod().delete();
  }

  /** An application in that Pod. */
  MeshApp application(MeshPod pod) {
    var app = MeshApp.start(pod.network(), pod.pod().name());
    cleanup.push(app);
    return app;
  }

  private static Socket adminOf(NetworkPod pod) throws IOException {
    return pod.connect("127.0.0.1", TestSidecar.ADMIN).socket();
  }

  private static RoundRobin service(PodNetwork network, List<ControlPlaneProcess> replicas) {
    try {
      return RoundRobin.at(
          InetAddress.getByName(network.node()),
          replicas.stream().map(ControlPlaneProcess::xdsPort).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (var resource : cleanup) {
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("left behind: " + e);
      }
    }
    service.close();
    replicas.forEach(ControlPlaneProcess::close);
    network.close();
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.certs.TrustDomain;
import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.xds.bootstrap.BootstrapOptions;
import dev.sekisho.xds.bootstrap.ProxyRole;
import dev.sekisho.xds.golden.SidecarCase;
import dev.sekisho.xds.model.ClusterRef;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.InboundConfig;
import dev.sekisho.xds.model.sidecar.InboundPort;
import dev.sekisho.xds.model.sidecar.PortProtocol;
import dev.sekisho.xds.model.sidecar.ProbeKind;
import dev.sekisho.xds.model.sidecar.SidecarPorts;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import dev.sekisho.xds.resources.EncodedResource;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.translate.sidecar.InboundStatus;
import dev.sekisho.xds.translate.sidecar.InboundTranslator;
import dev.sekisho.xds.translate.sidecar.ProbeTranslator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sidecars whose connections the kernel redirects: two Pods with one, and one without. */
@Timeout(180)
class InboundNetworkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path FOLDER = Path.of("target", "network").toAbsolutePath();
  private static final TrustDomain MESH = new TrustDomain("cluster.local");
  private static final int HTTP = 8080;
  private static final int GREETING = 2525;
  private static final String VIP = "10.96.0.10";
  private static final String IDENTITY = "URI=spiffe://cluster.local/ns/shop/sa/web";

  /** Shows requests on one port, greets on the other. */
  private static final String APPLICATION =
      """
      import http.server, socketserver, threading
      class Show(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              body = str(self.headers).encode()
              self.send_response(200)
              self.send_header('Content-Length', str(len(body)))
              self.end_headers()
              self.wfile.write(body)
      class Greet(socketserver.BaseRequestHandler):
          def handle(self):
              self.request.sendall(b'220 hello\\n')
              self.request.recv(1)
      http.server.ThreadingHTTPServer.allow_reuse_address = True
      web = http.server.ThreadingHTTPServer(('0.0.0.0', 8080), Show)
      threading.Thread(target=web.serve_forever).start()
      socketserver.ThreadingTCPServer(('0.0.0.0', 2525), Greet).serve_forever()
      """;

  /** What a client hears that says nothing, and when it isn't let in nothing. */
  private static final String LISTEN =
      """
      import socket, sys
      try:
          with socket.create_connection((sys.argv[1], 2525), 3) as s:
              print(s.recv(100))
      except OSError as e:
          print(e)
      """;

  private static PodNetwork network;
  private static TestServer server;
  private static NetworkPod client;
  private static NetworkPod stranger;
  private static NetworkPod app;
  private static Process application;
  private static final Map<NetworkPod, EnvoyProcess> SIDECARS = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    network = PodNetwork.create();
    server = new TestServer(PodNetwork.NODE);
    client = network.pod();
    stranger = network.pod();
    app = network.pod();
    Files.createDirectories(FOLDER);
    application =
        new ProcessBuilder(app.in("python3", "-c", APPLICATION))
            .redirectErrorStream(true)
            .redirectOutput(FOLDER.resolve("application.log").toFile())
            .start();
    for (var pod : List.of(client, app)) {
      pod.redirect();
      var folder = FOLDER.resolve(pod.name());
      SIDECARS.put(
          pod,
          EnvoyProcess.start(
              pod.asSidecar(EnvoyTool.path("envoy").toString()),
              options(folder, pod.equals(app) ? "app" : "web"),
              folder));
    }
  }

  @AfterAll
  static void stop() {
    SIDECARS.values().forEach(EnvoyProcess::close);
    if (application != null) {
      application.destroyForcibly();
    }
    if (server != null) {
      server.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void workloadsTalkMtlsAsTheyAre() throws IOException {
    use(MtlsMode.STRICT);

    assertThat(get(client, "http://" + VIP + "/")).contains(IDENTITY);
    assertThat(client.exec("python3", "-c", LISTEN, VIP)).contains("220 hello");
  }

  @Test
  void strictRefusesPlaintext() throws IOException {
    use(MtlsMode.STRICT);

    assertThat(get(stranger, "http://%s:%d/".formatted(app.address(), HTTP))).isEmpty();
    assertThat(stranger.exec("python3", "-c", LISTEN, app.address())).doesNotContain("hello");
    assertThat(get(client, "http://" + VIP + "/")).as("meanwhile").contains(IDENTITY);
  }

  @Test
  void permissiveTakesBoth() throws IOException {
    use(MtlsMode.PERMISSIVE);

    assertThat(get(stranger, "http://%s:%d/".formatted(app.address(), HTTP)))
        .containsIgnoringCase("host: " + app.address())
        .doesNotContain(IDENTITY);
    assertThat(get(client, "http://" + VIP + "/")).contains(IDENTITY);
    assertThat(stranger.exec("python3", "-c", LISTEN, app.address())).contains("220 hello");
    assertThat(client.exec("python3", "-c", LISTEN, VIP)).contains("220 hello");
  }

  @Test
  void connectionsToTheProxysPortsEnd() throws IOException {
    use(MtlsMode.PERMISSIVE);

    assertThat(get(stranger, "http://%s:15006/".formatted(app.address()))).isEmpty();
    for (var inside : List.of(":15001/", ":15000/config_dump")) {
      assertThat(status(stranger, "http://" + app.address() + inside)).as(inside).isEqualTo("503");
    }
  }

  @Test
  void anApplicationReachesItselfPastTheProxy() throws IOException {
    use(MtlsMode.STRICT);

    assertThat(get(app, "http://%s:%d/".formatted(app.address(), HTTP)))
        .containsIgnoringCase("host: ");
    assertThat(get(app, "http://127.0.0.1:%d/".formatted(HTTP))).containsIgnoringCase("host: ");
  }

  @Test
  void kubeletIsAnsweredUnderStrict() throws IOException {
    use(MtlsMode.STRICT);

    for (var path :
        List.of(
            ":15021/healthz/ready",
            ":15020/app-health/web/readyz",
            ":15020/app-health/web/livez")) {
      Eventually.await(
          "kubelet to be told that all is well at " + path,
          PATIENCE,
          () -> status(stranger, "http://" + app.address() + path).equals("200"));
    }
    assertThat(get(stranger, "http://" + app.address() + ":15090/stats/prometheus"))
        .contains("envoy_server_live");
  }

  /** Both sidecars, as they run the same workload. */
  private static void use(MtlsMode mode) throws IOException {
    var service = new ServiceKey("shop", "app");
    var ports =
        List.of(
            new InboundPort(HTTP, PortProtocol.HTTP_1, new ClusterRef(service, 80)),
            new InboundPort(GREETING, PortProtocol.TCP, new ClusterRef(service, GREETING)));
    var mesh = new WorkloadMesh(mode, new TreeMap<>(), List.of());
    var get = new AppProbe.HttpGet(HTTP, "/", false, Optional.empty(), List.of());
    var probes =
        List.of(
            new AppProbe("web", ProbeKind.READINESS, get, 2, 1),
            new AppProbe("web", ProbeKind.LIVENESS, new AppProbe.TcpSocket(GREETING), 2, 1));
    var inbound =
        InboundTranslator.translate(new InboundConfig(SidecarPorts.DEFAULT, MESH, ports, mesh))
            .and(InboundStatus.translate(StatusPorts.DEFAULT))
            .and(ProbeTranslator.translate(probes, app.address(), StatusPorts.DEFAULT));
    var outbound = outbound();
    var all = new EnumMap<ResourceType, List<EncodedResource>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      all.put(type, List.copyOf(outbound.resources(type).values()));
    }
    all.merge(ResourceType.CLUSTER, inbound.clusters(), InboundNetworkIT::both);
    all.merge(ResourceType.LISTENER, inbound.listeners(), InboundNetworkIT::both);
    var snapshot = ResourceSnapshot.of(all, mode.name());
    server.store.publish(ProxyScope.SIDECAR, snapshot);
    for (var pod : List.of(client, app)) {
      Eventually.await(
          pod.name() + " to use " + mode,
          PATIENCE,
          () ->
              !server.events.nacks.isEmpty()
                  || EnvoyConfig.of(
                          EnvoyProcess.parse(
                              pod.exec("curl", "-s", "127.0.0.1:15000/config_dump?include_eds")))
                      .ofSidecar()
                      .equals(EnvoyConfig.of(snapshot).ofSidecar()));
    }
    assertThat(server.events.nacks).isEmpty();
  }

  private static <T> List<T> both(List<T> some, List<T> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static ResourceSnapshot outbound() throws IOException {
    var folder = Files.createDirectories(FOLDER.resolve("outbound"));
    Files.writeString(
        folder.resolve("input.yaml"),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: app, namespace: shop}
        spec:
          clusterIP: %1$s
          ports: [{name: http, port: 80}, {name: tcp-greeting, port: 2525}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: app-1, namespace: shop, labels: {security.istio.io/tlsMode: istio}}
        spec: {serviceAccountName: app}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: app-1, namespace: shop, labels: {kubernetes.io/service-name: app}}
        ports: [{name: http, port: 8080}, {name: tcp-greeting, port: 2525}]
        endpoints: [{addresses: [%2$s], conditions: {ready: true}, targetRef: {kind: Pod, name: app-1}}]
        """
            .formatted(VIP, app.address()));
    return new SidecarCase(folder).snapshot(SidecarPorts.DEFAULT);
  }

  private static BootstrapOptions options(Path folder, String account) throws IOException {
    return new BootstrapOptions(
        ProxyRole.SIDECAR,
        "127.0.0.1~app.shop~shop.svc.cluster.local",
        PodNetwork.NODE,
        server.server.tlsPort(),
        Optional.of(server.keys.clientFiles(folder, new SpiffeId(MESH, "shop", account))),
        StatusPorts.DEFAULT.admin());
  }

  /** The body, empty if there is none. */
  private static String get(NetworkPod from, String url) {
    return from.exec("sh", "-c", "curl -s -m 10 '%s' || true".formatted(url));
  }

  private static String status(NetworkPod from, String url) {
    return from.exec(
        "sh", "-c", "curl -s -m 10 -o /dev/null -w '%%{http_code}' '%s' || true".formatted(url));
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.integration.MeshService.Port;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What applications say to each other arrives, whatever they speak: the kernel redirects both, and
 * their sidecars have all that they do from the control plane.
 */
@KubernetesTest
@Timeout(120)
class SidecarNetworkIT {
  private static SidecarMesh mesh;
  private static MeshPod client;
  private static MeshPod stranger;
  private static MeshPod first;
  private static MeshPod second;
  private static MeshService service;
  private static MeshService headless;
  private static String vip;
  private static String identity;

  @BeforeAll
  static void start(Cluster cluster) {
    mesh = SidecarMesh.start(cluster, 1);
    var shop = cluster.freshNamespace("shop", "");
    client = mesh.sidecar(cluster.freshNamespace("front", ""), "web", "web-1");
    stranger = mesh.plain(shop, "old", "old-1");
    first = mesh.sidecar(shop, "app", "app-0");
    second = mesh.sidecar(shop, "app", "app-1");
    mesh.application(first);
    mesh.application(second);
    service =
        MeshService.create(
            cluster,
            shop,
            "app",
            "",
            List.of(
                new Port("http", 80, MeshApp.HTTP),
                new Port("web", 81, MeshApp.UNDECLARED),
                new Port("http-ws", 82, MeshApp.WEB_SOCKET),
                new Port("grpc", 90, MeshApp.GRPC),
                new Port("calls", 91, MeshApp.GRPC),
                new Port("tcp", 9000, MeshApp.TCP),
                new Port("tcp-greeting", 2525, MeshApp.GREETING),
                new Port("client", 4222, MeshApp.NATS),
                new Port("greeting", 2526, MeshApp.GREETING_UNDECLARED)),
            first);
    headless =
        MeshService.create(
            cluster,
            shop,
            "pods",
            "clusterIP: None",
            List.of(
                new Port("http", MeshApp.HTTP, MeshApp.HTTP),
                new Port("tcp", MeshApp.TCP, MeshApp.TCP)),
            first,
            second);
    vip = service.vip();
    identity = "URI=" + client.pod().spiffeId();
    client.awaitListeners(
        "0.0.0.0_80",
        "0.0.0.0_90",
        vip + "_9000",
        "0.0.0.0_8080",
        first.address() + "_9000",
        second.address() + "_9000");
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @Test
  void requestsArriveWithTheCallersIdentity() {
    for (var host : List.of(service.host(), service.host() + ".svc.cluster.local", vip)) {
      assertThat(client.get(vip, 80, host, "/a?b=c"))
          .as(host)
          .satisfies(r -> assertThat(r.body()).contains("GET /a?b=c", identity));
    }
  }

  @Test
  void requestsAreFoundWhereNothingDeclaresThem() {
    assertThat(get(81).body()).startsWith("app-0").contains(identity);
  }

  @Test
  void oldClientsKeepTheirConnection() throws IOException {
    var request =
        "GET / HTTP/1.0\r\nHost: %s\r\nConnection: keep-alive\r\n\r\n".formatted(service.host());
    for (int port : new int[] {80, 81}) {
      try (var connection = client.connect(vip, port)) {
        for (int i = 0; i < 3; i++) {
          var answer = connection.request(request);
          assertThat(answer.status()).as("request %d on port %d", i, port).isEqualTo(200);
          assertThat(answer.body()).contains(identity);
        }
      }
    }
  }

  @Test
  void oldClientsNeedntSayAHost() throws IOException {
    var request = "OPTIONS / HTTP/1.0\r\n\r\n";
    try (var connection = client.connect(vip, 81)) {
      assertThat(connection.request(request).body()).contains(identity);
    }
    try (var connection = stranger.connect(first.address(), MeshApp.HTTP)) {
      assertThat(connection.request(request).body()).contains("OPTIONS /").doesNotContain("URI=");
    }
  }

  /** As one that is throttled is, or one that connects before it has anything to say. */
  @Test
  void aSlowClientIsServedAsOthersAre() throws IOException {
    try (var connection = client.connect(vip, 80)) {
      long connected = System.nanoTime();
      Await.that(
          "a second to pass",
          Duration.ofSeconds(5),
          () -> System.nanoTime() - connected > Duration.ofSeconds(1).toNanos());
      assertThat(connection.get(service.host(), "/").body()).contains(identity);
    }
  }

  @Test
  void anUpgradeToWebSocketGoesThrough() throws IOException {
    try (var connection = client.connect(vip, 82)) {
      var answer =
          connection.request(
              """
              GET /chat HTTP/1.1
              Host: %s
              Upgrade: websocket
              Connection: Upgrade
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
              Sec-WebSocket-Version: 13

              """
                  .formatted(service.host())
                  .replace("\n", "\r\n"));
      assertThat(answer.status()).isEqualTo(101);
      // Not text of HTTP any more.
      var frame = "\u0082\u0003\u0000\u00ff\r";
      connection.send(frame);
      assertThat(connection.read(frame.length())).isEqualTo(frame);
      connection.send(frame);
      assertThat(connection.read(frame.length())).isEqualTo(frame);
    }
  }

  @Test
  void grpcGoesThrough() {
    for (int port : new int[] {90, 91}) {
      assertThat(GrpcEcho.call(client.network(), vip, port, "hi"))
          .as("port %d", port)
          .isEqualTo("app-0: hi");
      assertThat(GrpcEcho.converse(client.network(), vip, port, List.of("a", "b")))
          .as("port %d", port)
          .containsExactly("app-0: a", "app-0: b");
    }
  }

  @Test
  void bytesGoThrough() {
    assertThat(client.line(vip, 9000, "x")).isEqualTo("app-0");
    assertThat(client.envoy().stat(counter(9000, "ssl.handshake"))).isPositive();
  }

  @Test
  void aServerThatSpeaksFirstIsHeard() {
    for (int port : new int[] {2525, 4222, 2526}) {
      assertThat(client.line(vip, port, "")).as("port %d", port).isEqualTo("app-0");
    }
  }

  @Test
  void aHeadlessServicesPodsAreReachedOneByOne() {
    for (var pod : List.of(first, second)) {
      var name = pod.pod().name();
      var host = name + "." + headless.host() + ".svc.cluster.local";
      assertThat(client.get(pod.address(), MeshApp.HTTP, host, "/").body())
          .startsWith(name)
          .contains(identity);
      assertThat(client.line(pod.address(), MeshApp.TCP, "x")).isEqualTo(name);
    }
    assertThat(client.envoy().stat("cluster." + headless.cluster(MeshApp.TCP) + ";.ssl.handshake"))
        .isEqualTo(2);
  }

  /** Of two, all that a Pod says goes to one; what isn't asked for that is spread. */
  @Test
  void affinityKeepsAPodWithOneEndpoint(Cluster cluster) {
    var ports =
        List.of(
            new Port("http", 83, MeshApp.HTTP),
            new Port("tcp", 9003, MeshApp.TCP),
            new Port("web", 84, MeshApp.UNDECLARED));
    var shop = first.pod().namespace();
    var sticky =
        MeshService.create(
            cluster, shop, "sticky", "sessionAffinity: ClientIP", ports, first, second);
    var spread = MeshService.create(cluster, shop, "spread", "", ports, first, second);
    for (var known : List.of(sticky, spread)) {
      client.awaitListeners("0.0.0.0_83", known.vip() + "_84", known.vip() + "_9003");
    }

    for (int port : new int[] {83, 84, 9003}) {
      assertThat(answering(spread, port)).as("port %d", port).hasSize(2);
      assertThat(answering(sticky, port)).as("port %d", port).hasSize(1);
    }
  }

  /** Who answers thirty times. */
  private static Set<String> answering(MeshService asked, int port) {
    var at = asked.vip();
    return IntStream.range(0, 30)
        .mapToObj(
            i ->
                port == 9003
                    ? client.line(at, port, "x")
                    : client.get(at, port, asked.host(), "/").body().lines().findFirst().orElse(""))
        .collect(Collectors.toSet());
  }

  private static Reply get(int port) {
    return client.get(vip, port, service.host(), "/");
  }

  private static String counter(int port, String counter) {
    return "cluster." + service.cluster(port) + ";." + counter;
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.integration.MeshService.Port;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What policies and annotations say of connections is done by the sidecars that the kernel hands
 * them to: a client and an application with one, and a stranger without.
 */
@KubernetesTest
@Timeout(120)
class SidecarRulesIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int DETECTED = 81;

  private static Cluster cluster;
  private static SidecarMesh mesh;
  private static MeshPod client;
  private static MeshPod stranger;
  private static MeshPod app;
  private static MeshService service;
  private static String vip;
  private static String identity;

  @BeforeAll
  static void start(Cluster started) {
    cluster = started;
    mesh = SidecarMesh.start(cluster, 1);
    var shop = cluster.freshNamespace("shop", "");
    var front = cluster.freshNamespace("front", "");
    client = mesh.sidecar(front, "web", "web-1");
    stranger = mesh.plain(front, "old", "old-1");
    app = mesh.sidecar(shop, "app", "app-0");
    mesh.application(app);
    mesh.application(stranger);
    service =
        MeshService.create(
            cluster,
            shop,
            "app",
            "",
            List.of(
                new Port("http", MeshApp.HTTP, MeshApp.HTTP),
                new Port("web", DETECTED, MeshApp.UNDECLARED),
                new Port("tcp-greeting", MeshApp.GREETING, MeshApp.GREETING)),
            app);
    vip = service.vip();
    identity = "URI=" + client.pod().spiffeId();
    client.awaitListeners("0.0.0.0_8080", vip + "_81", vip + "_2525");
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @Test
  void strictRefusesPlaintext() {
    use("mtls: {mode: STRICT}");
    Await.that("plaintext to be refused", SOON, () -> plain().status() == 0);

    assertThat(stranger.line(app.address(), MeshApp.GREETING, "HELO\n")).doesNotContain("app-0");
    assertThat(get(MeshApp.HTTP, "/").body()).as("meanwhile").contains(identity);
    assertThat(get(DETECTED, "/").body()).contains(identity);
    assertThat(client.line(vip, MeshApp.GREETING, "")).isEqualTo("app-0");
  }

  @Test
  void permissiveTakesBoth() {
    use("mtls: {mode: PERMISSIVE}");
    Await.that("plaintext to be taken", SOON, () -> plain().status() == 200);

    assertThat(plain().body()).startsWith("app-0").doesNotContain("URI=");
    assertThat(stranger.line(app.address(), MeshApp.GREETING, "")).isEqualTo("app-0");
    assertThat(get(MeshApp.HTTP, "/").body()).contains(identity);
    assertThat(client.line(vip, MeshApp.GREETING, "")).isEqualTo("app-0");
  }

  @Test
  void aPortThatTakesPlaintextOnlyIsCalledInIt() {
    use("mtls: {mode: STRICT, ports: {%d: DISABLE}}".formatted(MeshApp.HTTP));
    Await.that(
        "the client to call in plaintext",
        SOON,
        () -> {
          var reply = get(MeshApp.HTTP, "/");
          return reply.status() == 200 && !reply.body().contains("URI=");
        });

    assertThat(plain().status()).isEqualTo(200);
    assertThat(get(DETECTED, "/").body()).as("another port").contains(identity);
    assertThat(client.line(vip, MeshApp.GREETING, "")).isEqualTo("app-0");

    use("mtls: {mode: PERMISSIVE}");
    Await.that(
        "the client to call over mTLS again",
        SOON,
        () -> get(MeshApp.HTTP, "/").body().contains(identity));
  }

  /** Of bytes, which have no path, none are let in there. */
  @Test
  void rulesAboutPathsHoldWhereRequestsAreDetected() {
    use(
        """
        allowFrom:
            - principals: ["cluster.local/ns/front-*/sa/web"]
              to: {paths: ["/open/*"]}
        """);
    for (int port : new int[] {DETECTED, MeshApp.HTTP}) {
      Await.that("the rule on port " + port, SOON, () -> get(port, "/shut").status() == 403);
      assertThat(get(port, "/open/a").status()).as("port %d", port).isEqualTo(200);
      assertThat(get(port, "/shut").status()).as("port %d", port).isEqualTo(403);
      assertThat(get(port, "/open%2F..%2Fshut").status()).as("port %d", port).isEqualTo(400);
    }
    assertThat(client.line(vip, DETECTED, "no request\n")).as("bytes").contains("Exception");
    assertThat(stranger.get(app.address(), MeshApp.UNDECLARED, "app", "/open/a").status())
        .as("nobody")
        .isEqualTo(403);
  }

  @Test
  void connectionsToTheProxysPortsEnd() {
    use("mtls: {mode: PERMISSIVE}");
    Await.that("plaintext to be taken", SOON, () -> plain().status() == 200);

    assertThat(stranger.get(app.address(), 15006, "app", "/").status()).isZero();
    for (var inside : List.of(15001, TestSidecar.ADMIN)) {
      assertThat(stranger.get(app.address(), inside, "app", "/config_dump").status())
          .as("port %d", inside)
          .isEqualTo(503);
    }
  }

  @Test
  void anApplicationReachesItselfPastTheProxy() {
    use("mtls: {mode: STRICT}");
    Await.that("plaintext to be refused", SOON, () -> plain().status() == 0);

    for (var self : List.of(app.address(), "127.0.0.1")) {
      assertThat(app.get(self, MeshApp.HTTP, "self", "/").body()).as(self).startsWith("app-0");
    }
    assertThat(app.get(vip, MeshApp.HTTP, service.host(), "/").body())
        .as("its own Service, through its proxy")
        .contains("URI=" + app.pod().spiffeId());
  }

  @Test
  void kubeletIsAnsweredUnderStrict() {
    use("mtls: {mode: STRICT}");
    annotate(
        "/api/v1/namespaces/" + app.pod().namespace() + "/pods/" + app.pod().name(),
        "sidecar.sekisho.dev/probes",
        """
        {"app": {
          "readinessProbe": {"httpGet": {"path": "/", "port": 8080}, "periodSeconds": 1},
          "livenessProbe": {"tcpSocket": {"port": 2525}, "periodSeconds": 1}}}
        """);

    for (var path : List.of("/app-health/app/readyz", "/app-health/app/livez")) {
      Await.that(
          "kubelet to be told that all is well at " + path,
          SOON,
          () -> stranger.get(app.address(), 15020, "kubelet", path).status() == 200);
    }
    assertThat(stranger.get(app.address(), 15021, "kubelet", "/healthz/ready").status())
        .isEqualTo(200);
    assertThat(stranger.get(app.address(), 15090, "kubelet", "/stats/prometheus").body())
        .contains("envoy_server_live");
    Await.that("plaintext to be refused", SOON, () -> plain().status() == 0);
  }

  /** An application of no Service. */
  @Test
  void aNamespaceSaysWhereItsApplicationsMayGo() {
    use("mtls: {mode: PERMISSIVE}");
    awaitElsewhere(200, "old-1");

    annotateFront("REGISTRY_ONLY");
    awaitElsewhere(502, "Exception");
    assertThat(get(MeshApp.HTTP, "/").status()).as("what is known").isEqualTo(200);

    annotateFront("ALLOW_ANY");
    awaitElsewhere(200, "old-1");
  }

  private static void awaitElsewhere(int status, String line) {
    Await.that(
        "status " + status + " from an unknown host",
        SOON,
        () ->
            client.get(stranger.address(), MeshApp.HTTP, "unknown.example", "/").status()
                == status);
    Await.that(
        line + " from an unknown port",
        SOON,
        () -> client.line(stranger.address(), MeshApp.TCP, "x").contains(line));
  }

  private static void annotateFront(String policy) {
    annotate(
        "/api/v1/namespaces/" + client.pod().namespace(),
        "sekisho.dev/outbound-traffic-policy",
        policy);
  }

  private static void annotate(String path, String key, String value) {
    var part = JsonNodeFactory.instance.objectNode();
    part.putObject("metadata").putObject("annotations").put(key, value);
    cluster.api().merge(path, part).orFail();
  }

  /** Of the application's namespace. */
  private static void use(String meshSection) {
    cluster.putPolicy(
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: edge}
        spec:
          match: {namespaces: [%s]}
          mesh:
            %s
        """
            .formatted(app.pod().namespace(), meshSection));
  }

  private static Reply plain() {
    return stranger.get(app.address(), MeshApp.HTTP, "app", "/");
  }

  private static Reply get(int port, String path) {
    return client.get(vip, port, service.host(), path);
  }
}

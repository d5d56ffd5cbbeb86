package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sekisho.integration.MeshService.Port;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing is redirected: an application sends its requests to its sidecar as to a proxy, and these
 * arrive as those of others do, at applications that take mTLS alone.
 */
@KubernetesTest
@Timeout(120)
class SidecarExplicitIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int PROXY = 15002;

  private static Cluster cluster;
  private static SidecarMesh mesh;
  private static MeshPod client;
  private static MeshPod neighbour;
  private static MeshPod stranger;
  private static MeshService service;
  private static MeshService headless;
  private static String identity;

  @BeforeAll
  static void start(Cluster started) {
    cluster = started;
    mesh = SidecarMesh.start(cluster, 1);
    var shop = cluster.freshNamespace("shop", "");
    var front = cluster.freshNamespace("front", "");
    client = mesh.explicit(front, "web", "web-1");
    neighbour = mesh.explicit(shop, "near", "near-1");
    stranger = mesh.plain(front, "old", "old-1");
    var first = mesh.sidecar(shop, "app", "app-0");
    var second = mesh.sidecar(shop, "app", "app-1");
    for (var pod : List.of(client, stranger, first, second)) {
      mesh.application(pod);
    }
    service =
        MeshService.create(
            cluster,
            shop,
            "app",
            "",
            List.of(
                new Port("http", 80, MeshApp.HTTP),
                new Port("web", 81, MeshApp.UNDECLARED),
                new Port("http-more", 8088, MeshApp.HTTP)),
            first);
    headless =
        MeshService.create(
            cluster,
            shop,
            "pods",
            "clusterIP: None",
            List.of(new Port("http", MeshApp.HTTP, MeshApp.HTTP)),
            first,
            second);
    mesh.resolve("app-0." + headless.host(), first.address());
    mesh.resolve("app-1." + headless.host(), second.address());
    identity = "URI=" + client.pod().spiffeId();
    strict(shop);
    client.awaitListeners("127.0.0.1_15002");
    neighbour.awaitListeners("127.0.0.1_15002");
    Await.that(
        "plaintext to be refused",
        SOON,
        () -> stranger.get(first.address(), MeshApp.HTTP, "app", "/").status() == 0);
    Await.that("mTLS to be spoken", SOON, () -> get(service.host(), "/").body().contains(identity));
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @Test
  void requestsArriveOverMtlsWhateverTheServiceIsCalled() {
    for (var host :
        List.of(
            service.host(),
            service.host() + ":80",
            service.host() + ".svc:80",
            service.host() + ".svc.cluster.local",
            service.host() + ".svc.cluster.local:8088",
            service.vip(),
            service.vip() + ":8088")) {
      assertThat(get(host, "/a?b=c"))
          .as(host)
          .satisfies(
              reply ->
                  assertThat(reply.body())
                      .startsWith("app-0")
                      .contains("GET /a?b=c", "Host: [" + host + "]", identity));
    }
  }

  @Test
  void theShortNameIsForTheNamespaceAlone() {
    assertThat(get(neighbour, "app:8088", "/").body())
        .contains("URI=" + neighbour.pod().spiffeId());
    assertThat(get(client, "app:8088", "/").status()).as("no such host").isEqualTo(503);
  }

  @Test
  void whatDeclaresNothingIsHttpToo() {
    assertThat(get(service.host() + ":81", "/").body()).startsWith("app-0").contains(identity);
  }

  @Test
  void theApplicationChoosesAmongPodsByName() {
    for (var pod : List.of("app-0", "app-1")) {
      assertThat(get(pod + "." + headless.host() + ":8080", "/").body())
          .startsWith(pod)
          .contains(identity);
    }
  }

  /** The address is no Service's, the name is the Pod's own. */
  @Test
  void aNamespaceSaysWhetherOtherHostsMayBeReached() {
    var elsewhere = stranger.address() + ":" + MeshApp.HTTP;
    assertThat(get(elsewhere, "/x").body()).startsWith("old-1").contains("Host: [" + elsewhere);
    assertThat(get("localhost:" + MeshApp.HTTP, "/").body()).startsWith("web-1");

    annotateFront("REGISTRY_ONLY");
    Await.that("others to be refused", SOON, () -> get(elsewhere, "/").status() == 502);
    assertThat(get(service.host(), "/").body()).as("what is known").contains(identity);

    annotateFront("ALLOW_ANY");
    Await.that("others to be let", SOON, () -> get(elsewhere, "/").status() == 200);
  }

  @Test
  void aRequestForTheProxyItselfEnds() {
    for (var itself : List.of("127.0.0.1:15002", "localhost:15002", "localhost:0015002")) {
      assertThat(get(itself, "/").status()).as(itself).isEqualTo(502);
    }
    assertThat(get(client.address() + ":15001", "/").status()).isEqualTo(503);
  }

  @Test
  void noTunnelsAreOpenedAndNoTlsIsPretended() throws IOException {
    var host = service.host() + ":80";
    assertThat(request("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status())
        .isEqualTo(404);
    assertThat(request("GET https://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status())
        .isEqualTo(404);
  }

  @Test
  void whatComesInPassesNoSidecar() {
    assertThat(stranger.get(client.address(), MeshApp.HTTP, "web", "/").body()).startsWith("web-1");
    assertThat(stranger.get(client.address(), PROXY, "web", "/").status())
        .as("the proxy is the Pod's own")
        .isZero();
  }

  private static Reply get(String host, String path) {
    return get(client, host, path);
  }

  /** What a proxy is sent has its host in the first line; another line doesn't count. */
  private static Reply get(MeshPod from, String host, String path) {
    try (var connection = from.connect("127.0.0.1", PROXY)) {
      var answer =
          connection.request(
              "GET http://%s%s HTTP/1.1\r\nHost: other.example\r\n\r\n".formatted(host, path));
      return new Reply(answer.status(), answer.body().strip());
    } catch (IOException e) {
      return new Reply(0, e.toString());
    }
  }

  private static HttpConnection.Answer request(String bytes) throws IOException {
    try (var connection = client.connect("127.0.0.1", PROXY)) {
      return connection.request(bytes);
    }
  }

  private static void annotateFront(String policy) {
    var part = JsonNodeFactory.instance.objectNode();
    part.putObject("metadata")
        .putObject("annotations")
        .put("sekisho.dev/outbound-traffic-policy", policy);
    cluster.api().merge("/api/v1/namespaces/" + client.pod().namespace(), part).orFail();
  }

  private static void strict(String namespace) {
    cluster.putPolicy(
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: edge}
        spec:
          match: {namespaces: [%s]}
          mesh: {workloads: {selector: {matchLabels: {app: app}}}, mtls: {mode: STRICT}}
        """
            .formatted(namespace));
  }
}

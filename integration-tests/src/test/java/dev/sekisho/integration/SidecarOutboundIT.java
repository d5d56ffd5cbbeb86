package dev.sekisho.integration;

import static dev.sekisho.integration.Command.sekisho;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Envoy as a sidecar, which has all that it does from the control plane. */
@KubernetesTest
class SidecarOutboundIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static Cluster cluster;
  private static ControlPlaneProcess controlPlane;
  private static TestPod web;
  private static TestPod api;
  private static Upstream application;
  private static Upstream plain;
  private static EnvoyProcess server;
  private static EnvoyProcess client;
  private static int sidecar;
  private static String vip;

  @BeforeAll
  static void start(Cluster started) {
    cluster = started;
    controlPlane = ControlPlaneProcess.start(cluster);
    var home = TestSidecar.Home.of(controlPlane);
    web = TestPod.create(cluster, cluster.freshNamespace("shop", ""), "web", "web-1");
    api = TestPod.create(cluster, cluster.freshNamespace("bank", ""), "api", "api-1");
    cluster
        .kubectl(
            "label", "pod", api.name(), "-n", api.namespace(), "security.istio.io/tlsMode=istio")
        .orFail("label");
    application = Upstream.startShowing("X-Forwarded-Client-Cert");
    plain = Upstream.start("plain");
    int serverPort = Ports.free();
    server = TestSidecar.server(home, api, serverPort, application);
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %1$s, name: api}
        spec:
          ports:
          - {name: http, port: 80}
          - {name: tcp-raw, port: 9000}
        """
            .formatted(api.namespace()));
    slice("api-1", "http", serverPort, ", targetRef: {kind: Pod, name: api-1}");
    slice("api-raw", "tcp-raw", plain.port(), "");
    vip =
        cluster
            .read("/api/v1/namespaces/" + api.namespace() + "/services/api")
            .at("/spec/clusterIP")
            .asText();
    sidecar = Ports.free();
    client = TestSidecar.configured(home, web, sidecar);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    plain.close();
    application.close();
    controlPlane.close();
  }

  /** In this order: the second adds an endpoint. */
  @Test
  void aServiceIsReachedByItsNamesAndEndpointsThatComeAreUsed() {
    var namespace = api.namespace();
    Await.that("the Service to answer", SOON, () -> http("api." + namespace).status() == 200);
    for (var host :
        new String[] {
          "api." + namespace,
          "api." + namespace + ".svc",
          "api." + namespace + ".svc.cluster.local",
          "api." + namespace + ":80",
          vip
        }) {
      var reply = http(host);
      assertThat(reply.status()).as(host).isEqualTo(200);
      assertThat(reply.body()).as(host).contains("URI=" + web.spiffeId());
    }

    slice("api-2", "http", plain.port(), "");
    Await.that(
        "the new endpoint to answer, in plaintext",
        SOON,
        () -> http("api." + namespace).equals(new Reply(200, "plain")));
    Await.that(
        "the old one still to answer",
        SOON,
        () -> http("api." + namespace).body().contains("URI=" + web.spiffeId()));
  }

  @Test
  void anExternalNameIsAnotherNameOfTheService() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %s, name: front}
        spec:
          type: ExternalName
          externalName: api.%s.svc.cluster.local
        """
            .formatted(web.namespace(), api.namespace()));
    // Nothing but a route leads from its address to the Service here.
    Await.that("the other name to lead there", SOON, () -> http("front").status() == 200);
    assertThat(http("front." + web.namespace() + ".svc.cluster.local").status()).isEqualTo(200);
  }

  @Test
  void aTcpPortIsReachedByItsAddress() {
    Await.that(
        "the port to answer",
        SOON,
        () -> Reply.redirected(sidecar, vip, 9000, "any").equals(new Reply(200, "plain")));
    assertThat(
            client.stat(
                "cluster.outbound|9000||api."
                    + api.namespace()
                    + ".svc.cluster.local;.upstream_cx_total"))
        .isPositive();
  }

  @Test
  void peopleSeeHowFarAProxyIsAndWhatItIsServed() {
    var admin = "--admin=http://127.0.0.1:" + controlPlane.adminPort();
    var proxy = web.name() + "." + web.namespace();
    Await.that(
        "the proxy to be in sync",
        SOON,
        () ->
            sekisho("proxy-status", admin)
                .out()
                .lines()
                .anyMatch(
                    line -> line.matches(Pattern.quote(proxy) + " +sidecar( +SYNCED){5} .*")));
    var config = sekisho("proxy-config", proxy, admin);
    assertThat(config.exit()).as(config.err()).isZero();
    assertThat(config.out())
        .contains("outbound|80||api." + api.namespace() + ".svc.cluster.local")
        .contains("virtualInbound")
        .contains("virtualOutbound")
        .contains("api." + api.namespace() + ".svc.cluster.local:80");
    var unknown = sekisho("proxy-config", "nobody.nowhere", admin);
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("no proxy of that name is connected");
  }

  private static Reply http(String host) {
    return Reply.redirected(sidecar, vip, 80, host);
  }

  private static void slice(String name, String port, int number, String more) {
    cluster.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {namespace: %s, name: %s, labels: {kubernetes.io/service-name: api}}
        addressType: IPv4
        ports: [{name: %s, port: %d, protocol: TCP}]
        endpoints: [{addresses: ["%s"], conditions: {ready: true}%s}]
        """
            .formatted(
                api.namespace(), name, port, number, Ports.ownAddress().getHostAddress(), more));
  }
}

package dev.sekisho.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.model.sidecar.AppProbe;
import dev.sekisho.xds.model.sidecar.AppProbe.Grpc;
import dev.sekisho.xds.model.sidecar.AppProbe.Header;
import dev.sekisho.xds.model.sidecar.AppProbe.HttpGet;
import dev.sekisho.xds.model.sidecar.AppProbe.TcpSocket;
import dev.sekisho.xds.model.sidecar.ProbeKind;
import dev.sekisho.xds.model.sidecar.StatusPorts;
import dev.sekisho.xds.translate.sidecar.InboundStatus;
import dev.sekisho.xds.translate.sidecar.ProbeTranslator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kubelet and Prometheus are answered by a real sidecar. */
@Timeout(120)
class InboundStatusIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final HttpClient KUBELET = HttpClient.newHttpClient();

  private static InboundProxy proxy;
  private static InboundApp app;
  private static HealthService health;
  private static StatusPorts ports;
  private static int silentPort;

  @BeforeAll
  static void start() throws IOException {
    proxy = new InboundProxy("status");
    app = new InboundApp();
    health = HealthService.start();
    silentPort = InboundProxy.freePort();
    ports =
        new StatusPorts(
            proxy.adminPort(),
            InboundProxy.freePort(),
            InboundProxy.freePort(),
            InboundProxy.freePort());
    var key = List.of(new Header("X-Key", "100%"));
    var get = new HttpGet(app.httpPort(), "/ready?deep=1", false, Optional.empty(), key);
    var named = new HttpGet(app.httpPort(), "/up", false, Optional.of("web.example"), List.of());
    var probes =
        List.of(
            new AppProbe("web", ProbeKind.READINESS, get, 1, 1),
            new AppProbe("web", ProbeKind.STARTUP, named, 1, 1),
            new AppProbe("web", ProbeKind.LIVENESS, new TcpSocket(silentPort), 1, 1),
            new AppProbe("api", ProbeKind.LIVENESS, new Grpc(health.port(), "orders"), 1, 1));
    proxy.use(
        "status",
        InboundStatus.translate(ports).and(ProbeTranslator.translate(probes, "127.0.0.1", ports)));
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    app.close();
    health.close();
  }

  @Test
  void theProxyIsReady() {
    assertThat(get(ports.health(), "/healthz/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void prometheusGetsStatistics() {
    var reply = get(ports.metrics(), "/stats/prometheus");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).contains("envoy_server_live");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/stats",
        "/config_dump",
        "/ready",
        "/healthz/ready?x",
        "/stats/prometheus?filter=.*",
        "/stats/prometheus/",
        "/stats/prometheus/../../config_dump",
        "/quitquitquit",
        "/stats/%70rometheus",
        "//stats/prometheus"
      })
  void nothingElseOfTheAdminPortIsReachable(String path) {
    assertThat(get(ports.metrics(), path).statusCode()).isEqualTo(404);
    assertThat(get(ports.health(), path).statusCode()).isEqualTo(404);
    assertThat(get(ports.probes(), path).statusCode()).isEqualTo(404);
  }

  @Test
  void nothingIsPosted() {
    assertThat(send(post(ports.health(), "/healthz/ready")).statusCode()).isEqualTo(404);
    assertThat(send(post(ports.metrics(), "/stats/prometheus")).statusCode()).isEqualTo(404);
    assertThat(send(post(ports.probes(), "/app-health/web/readyz")).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "204, 204", "302, 302", "404, 404", "500, 500"})
  void anHttpCheckIsAnsweredByTheApplication(int status, int expected) {
    app.status = status;
    try {
      var reply = get(ports.probes(), "/app-health/web/readyz");

      assertThat(reply.statusCode()).isEqualTo(expected);
      assertThat(reply.headers().firstValue("location")).isEmpty();
    } finally {
      app.status = 200;
    }
  }

  @Test
  void theApplicationSeesTheCheckAsItIsDescribed() {
    assertThat(get(ports.probes(), "/app-health/web/readyz").body())
        .startsWith("GET /ready?deep=1\n")
        .contains("Host: [127.0.0.1:%d]".formatted(app.httpPort()))
        .contains("X-key: [100%]")
        .doesNotContainIgnoringCase("x-envoy-expected");
    assertThat(get(ports.probes(), "/app-health/web/startupz").body())
        .startsWith("GET /up\n")
        .contains("Host: [web.example]");
  }

  @Test
  void aTcpCheckFollowsThePort() throws IOException {
    awaitStatus("/app-health/web/livez", 503);
    try (var _ = new ServerSocket(silentPort, 50, InetAddress.getLoopbackAddress())) {
      awaitStatus("/app-health/web/livez", 200);
    }
    awaitStatus("/app-health/web/livez", 503);
  }

  @Test
  void aGrpcCheckFollowsTheService() {
    health.serving = true;
    awaitStatus("/app-health/api/livez", 200);
    health.serving = false;
    awaitStatus("/app-health/api/livez", 503);
    health.serving = true;
    awaitStatus("/app-health/api/livez", 200);
    assertThat(health.asked).containsOnly("orders");
  }

  @Test
  void checksThatNobodyDescribedDontExist() {
    assertThat(get(ports.probes(), "/app-health/api/readyz").statusCode()).isEqualTo(404);
    assertThat(get(ports.probes(), "/app-health/web/readyz?x").statusCode()).isEqualTo(404);
  }

  private static void awaitStatus(String path, int status) {
    Eventually.await(
        path + " to be " + status, SOON, () -> get(ports.probes(), path).statusCode() == status);
  }

  private static HttpResponse<String> get(int port, String path) {
    return send(HttpRequest.newBuilder(uri(port, path)).build());
  }

  private static HttpRequest post(int port, String path) {
    return HttpRequest.newBuilder(uri(port, path)).POST(BodyPublishers.noBody()).build();
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return KUBELET.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request + " isn't answered", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}

package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees what on the admin port. */
class AdminServerIT {

  private static final String DECISIONS = "{\"decisions\":[]}";

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    var pages =
        new AdminServer.Pages(
            () -> true,
            () -> new AdminServer.Readiness(true, "ready"),
            () -> "metric 1\n",
            () -> DECISIONS);
    server =
        AdminServer.start(vertx, "0.0.0.0", 0, pages)
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void decisionsAreForThisMachine() throws Exception {
    var answer = get("127.0.0.1", "/debug/decisions");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo(DECISIONS);
  }

  @Test
  void decisionsAreForNobodyElse() throws Exception {
    var own = ownAddress();
    assumeTrue(own.isPresent(), "this machine has no address but loopback");
    var answer = get(own.get().getHostAddress(), "/debug/decisions");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .startsWith("decisions name users and objects: they are shown to clients on this machine")
        .hasLineCount(1);
    assertThat(get(own.get().getHostAddress(), "/metrics").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String host, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("http://%s:%d%s".formatted(host, server.actualPort(), path));
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Optional<InetAddress> ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .findFirst();
  }
}

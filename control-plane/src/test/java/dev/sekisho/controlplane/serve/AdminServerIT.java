package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.controlplane.debug.DebugPages;
import dev.sekisho.controlplane.debug.ViewerAccess;
import dev.sekisho.xds.identity.Authentication;
import dev.sekisho.xds.identity.Credentials;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.identity.ProxyAuthenticator;
import dev.sekisho.xds.identity.ProxyIdentity;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.store.ResourceStore;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
            () -> DECISIONS,
            new ViewerAccess(new Tokens(), "sekisho-system"),
            new DebugPages(List::of, new ResourceStore(), question -> new CompletableFuture<>()));
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

  @Test
  void proxiesAreForThisMachineAndForThoseWithAToken() throws Exception {
    assertThat(get("127.0.0.1", "/debug/syncz").body()).isEqualTo("[]");
    assertThat(get("127.0.0.1", "/debug/nothing").statusCode()).isEqualTo(404);
    assertThat(get("127.0.0.1", "/debug/config_dump").body()).startsWith("which proxy?");
    assertThat(get("127.0.0.1", "/debug/syncz", "Bearer wrong").statusCode())
        .as("a wrong token isn't none")
        .isEqualTo(401);
    var own = ownAddress();
    assumeTrue(own.isPresent(), "this machine has no address but loopback");
    var host = own.get().getHostAddress();
    var refused = get(host, "/debug/syncz");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("Authorization: Bearer TOKEN").hasLineCount(1);
    assertThat(get(host, "/debug/syncz", "Bearer right").body()).isEqualTo("[]");
    assertThat(get(host, "/debug/syncz", "bearer wrong").body()).isEqualTo("not this one\n");
  }

  /** Knows one. */
  private static final class Tokens implements ProxyAuthenticator {
    @Override
    public CompletionStage<Authentication> authenticate(
        Credentials credentials, Optional<PodName> claimed) {
      return CompletableFuture.completedFuture(
          credentials.bearerToken().equals(Optional.of("right"))
              ? new Authentication.Accepted(
                  new ProxyIdentity(
                      SpiffeId.parse("spiffe://cluster.local/ns/shop/sa/web").orElseThrow(),
                      Optional.empty()))
              : new Authentication.Refused(RejectReason.INVALID_TOKEN, "not this one"));
    }

    @Override
    public boolean isCurrent(ProxyIdentity identity) {
      return true;
    }
  }

  private HttpResponse<String> get(String host, String path)
      throws IOException, InterruptedException {
    return get(host, path, "");
  }

  private HttpResponse<String> get(String host, String path, String authorization)
      throws IOException, InterruptedException {
    var uri = URI.create("http://%s:%d%s".formatted(host, server.actualPort(), path));
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
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

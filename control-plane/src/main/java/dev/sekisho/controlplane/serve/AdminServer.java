package dev.sekisho.controlplane.serve;

import dev.sekisho.controlplane.debug.DebugPages;
import dev.sekisho.controlplane.debug.ViewerAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Health and metrics, in plain HTTP: {@code /healthz} says that the process lives, {@code /readyz}
 * that it knows the cluster, {@code /metrics} is for Prometheus. {@code /debug/decisions} has the
 * last decisions of admission, for this machine alone: they name users and objects. The other pages
 * under {@code /debug} are of proxies and claims, for those who may see them.
 */
final class AdminServer {

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private static final String DEBUG = "/debug/";

  private final Vertx vertx;
  private final Pages pages;

  /**
   * @param ready whether requests may be sent here
   * @param text for people, one line
   */
  record Readiness(boolean ready, String text) {}

  /**
   * What there is to see. Called on event loops: must not block.
   *
   * @param metrics in the Prometheus text format
   * @param decisions as JSON
   * @param access who may see the pages of {@code debug}
   */
  record Pages(
      BooleanSupplier alive,
      Supplier<Readiness> readiness,
      Supplier<String> metrics,
      Supplier<String> decisions,
      ViewerAccess access,
      DebugPages debug) {}

  private AdminServer(Vertx vertx, Pages pages) {
    this.vertx = vertx;
    this.pages = pages;
  }

  static Future<HttpServer> start(Vertx vertx, String host, int port, Pages pages) {
    var server = new AdminServer(vertx, pages);
    return vertx
        .createHttpServer(
            // Without HTTP/2, to which some clients change in plaintext, and then wait in vain.
            new HttpServerOptions().setHost(host).setPort(port).setHttp2ClearTextEnabled(false))
        .requestHandler(server::handle)
        .listen();
  }

  private void handle(HttpServerRequest request) {
    if (!READING.contains(request.method())) {
      request.response().putHeader("Allow", "GET, HEAD").setStatusCode(405).end();
      return;
    }
    switch (String.valueOf(request.path())) {
      case "/healthz" -> {
        boolean lives = pages.alive().getAsBoolean();
        answer(request, lives ? 200 : 503, "text/plain", lives ? "ok\n" : "the model has died\n");
      }
      case "/readyz" -> {
        var now = pages.readiness().get();
        answer(request, now.ready() ? 200 : 503, "text/plain", now.text() + "\n");
      }
      case "/metrics" ->
          answer(request, 200, "text/plain; version=0.0.4; charset=utf-8", pages.metrics().get());
      case "/debug/decisions" -> decisions(request);
      case String path when path.startsWith(DEBUG) ->
          debug(request, path.substring(DEBUG.length()));
      default ->
          answer(
              request,
              404,
              "text/plain",
              "here are /healthz, /readyz, /metrics, /debug/decisions and /debug/{%s}\n"
                  .formatted(String.join(",", DebugPages.names())));
    }
  }

  private void debug(HttpServerRequest request, String page) {
    var context = vertx.getOrCreateContext();
    var authorization = Optional.ofNullable(request.getHeader("Authorization"));
    var unused =
        pages
            .access()
            .of(request.remoteAddress().hostAddress(), authorization)
            .thenCompose(answer -> page(request, page, answer))
            .whenComplete(
                (reply, failure) ->
                    context.runOnContext(
                        done ->
                            send(
                                request,
                                failure == null
                                    ? reply
                                    : new Sent(500, "text/plain", "internal error\n"))));
  }

  private record Sent(int status, String type, String body) {}

  private CompletionStage<Sent> page(
      HttpServerRequest request, String page, ViewerAccess.Answer answer) {
    return switch (answer) {
      case ViewerAccess.Answer.Refused(var message) ->
          CompletableFuture.completedFuture(new Sent(401, "text/plain", message + "\n"));
      case ViewerAccess.Answer.Known(var viewer) ->
          pages
              .debug()
              .page(page, query(request), viewer)
              .thenApply(
                  found ->
                      switch (found) {
                        case DebugPages.Page.Found(var body) ->
                            new Sent(200, "application/json", body);
                        case DebugPages.Page.Missing(var message) ->
                            new Sent(404, "text/plain", message + "\n");
                      });
    };
  }

  private static Map<String, String> query(HttpServerRequest request) {
    var query = new HashMap<String, String>();
    request.params().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    return query;
  }

  private static void send(HttpServerRequest request, Sent sent) {
    answer(request, sent.status(), sent.type(), sent.body());
  }

  private void decisions(HttpServerRequest request) {
    if (isFromHere(request)) {
      answer(request, 200, "application/json", pages.decisions().get());
    } else {
      answer(
          request,
          403,
          "text/plain",
          "decisions name users and objects: they are shown to clients on this machine only;"
              + " kubectl port-forward makes you one\n");
    }
  }

  private static boolean isFromHere(HttpServerRequest request) {
    return Optional.ofNullable(request.remoteAddress())
        .map(SocketAddress::hostAddress)
        .filter(address -> InetAddress.ofLiteral(address).isLoopbackAddress())
        .isPresent();
  }

  private static void answer(HttpServerRequest request, int status, String type, String body) {
    request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
  }
}

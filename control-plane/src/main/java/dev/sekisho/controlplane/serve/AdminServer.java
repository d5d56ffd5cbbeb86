package dev.sekisho.controlplane.serve;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Health and metrics, in plain HTTP: {@code /healthz} says that the process lives, {@code /readyz}
 * that it knows the cluster, {@code /metrics} is for Prometheus.
 */
final class AdminServer {

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final BooleanSupplier alive;
  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;

  /**
   * @param ready whether requests may be sent here
   * @param text for people, one line
   */
  record Readiness(boolean ready, String text) {}

  private AdminServer(
      BooleanSupplier alive, Supplier<Readiness> readiness, Supplier<String> metrics) {
    this.alive = alive;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  static Future<HttpServer> start(
      Vertx vertx,
      String host,
      int port,
      BooleanSupplier alive,
      Supplier<Readiness> readiness,
      Supplier<String> metrics) {
    var server = new AdminServer(alive, readiness, metrics);
    return vertx
        .createHttpServer(new HttpServerOptions().setHost(host).setPort(port))
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
        boolean lives = alive.getAsBoolean();
        answer(request, lives ? 200 : 503, "text/plain", lives ? "ok\n" : "the model has died\n");
      }
      case "/readyz" -> {
        var now = readiness.get();
        answer(request, now.ready() ? 200 : 503, "text/plain", now.text() + "\n");
      }
      case "/metrics" ->
          answer(request, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
      default -> answer(request, 404, "text/plain", "here are /healthz, /readyz and /metrics\n");
    }
  }

  private static void answer(HttpServerRequest request, int status, String type, String body) {
    request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
  }
}

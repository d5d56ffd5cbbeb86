package dev.sekisho.webhook.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The part of the server that lives on one event loop. Loops share the port. */
final class ServingLoop {

  private final LoopShared shared;
  private final HttpServer server;
  private final String deployment;

  private ServingLoop(LoopShared shared, HttpServer server, String deployment) {
    this.shared = shared;
    this.server = server;
    this.deployment = deployment;
  }

  /** Takes an event loop and serves on it. */
  static Future<ServingLoop> start(LoopShared shared, ServerSSLOptions tls, String host, int port) {
    Promise<HttpServer> listening = Promise.promise();
    return shared
        .vertx()
        .deployVerticle(context -> listen(shared, tls, host, port).onComplete(listening))
        .compose(
            deployment ->
                listening.future().map(server -> new ServingLoop(shared, server, deployment)));
  }

  private static Future<HttpServer> listen(
      LoopShared shared, ServerSSLOptions tls, String host, int port) {
    var watch = new ConnectionWatch(shared.vertx(), shared.limits().idle());
    return WebhookHttp.create(shared.vertx(), tls)
        .connectionHandler(connection -> opened(shared, watch, connection))
        .exceptionHandler(failure -> shared.events().onConnectionFailed(kind(failure)))
        .invalidRequestHandler(
            http -> new Answers(shared, watch, http).rejectAndClose(Rejection.NOT_HTTP))
        .requestHandler(http -> serve(shared, watch, http))
        .listen(port, host);
  }

  private static void opened(LoopShared shared, ConnectionWatch watch, HttpConnection connection) {
    if (shared.clients().admits(Optional.ofNullable(connection.remoteAddress()))) {
      watch.opened(connection);
    } else {
      connection.close();
      shared.events().onConnectionFailed("client address not allowed");
    }
  }

  private static void serve(LoopShared shared, ConnectionWatch watch, HttpServerRequest http) {
    if (!watch.busy(http.connection())) {
      return;
    }
    var answers = new Answers(shared, watch, http);
    shared
        .paths()
        .of(http)
        .ifPresentOrElse(
            endpoint -> new Exchange(shared, http, endpoint, answers).begin(),
            () -> answers.rejectAndClose(Rejection.notFound(shared.paths().known())));
  }

  int port() {
    return server.actualPort();
  }

  Future<Void> update(ServerSSLOptions tls) {
    return server.updateSSLOptions(tls).mapEmpty();
  }

  /** Lets requests under way finish for this long and gives the event loop back. */
  Future<Void> stop(Duration grace) {
    return server
        .shutdown(grace)
        .compose(done -> shared.vertx().undeploy(deployment))
        // Gone already if the Vertx is being closed.
        .otherwiseEmpty();
  }

  /** The failure's own message may quote bytes that were sent, an object among them. */
  private static String kind(Throwable failure) {
    return failure instanceof SSLException
        ? "TLS handshake failed"
        : "connection failed: " + failure.getClass().getSimpleName();
  }
}

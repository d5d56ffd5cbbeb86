package dev.sekisho.webhook.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;

/**
 * The HTTP servers under {@link AdmissionServer}: TLS 1.2 or 1.3, HTTP/1.1, one for each event
 * loop. Public for benchmarks, whose ceiling is such a server that does nothing.
 */
public final class WebhookHttp {

  private WebhookHttp() {}

  /** A server without handlers that doesn't listen yet. */
  public static HttpServer create(Vertx vertx, ServingKeyPair keyPair, Duration handshake) {
    return create(vertx, TlsSettings.options(keyPair, handshake));
  }

  static HttpServer create(Vertx vertx, ServerSSLOptions tls) {
    return vertx.createHttpServer(new HttpServerConfig().setVersions(HttpVersion.HTTP_1_1), tls);
  }
}

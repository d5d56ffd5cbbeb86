package dev.sekisho.webhook.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes the answer to one request. On the connection's event loop; not thread-safe. */
final class Answers {

  /**
   * How long a refused body is still read and thrown away before the connection is closed: closing
   * on unread data resets the connection, and the client would never see why (RFC 9112, 9.6).
   */
  private static final long LINGER_MILLIS = 1_000;

  private final LoopShared shared;
  private final ConnectionWatch watch;
  private final HttpServerRequest http;

  Answers(LoopShared shared, ConnectionWatch watch, HttpServerRequest http) {
    this.shared = shared;
    this.watch = watch;
    this.http = http;
  }

  void review(byte[] bytes) {
    end(head(200, "application/json"), Buffer.buffer(bytes));
  }

  /** For requests that were read to their end. */
  void reject(Rejection rejection) {
    end(head(rejection), line(rejection));
    shared.events().onRejected(rejection.status(), rejection.reason());
  }

  /** For requests of which more may come: nothing after this is understood. */
  void rejectAndClose(Rejection rejection) {
    HttpConnection connection = http.connection();
    var response = head(rejection).putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    boolean complete = http.isEnded();
    var written = response.end(line(rejection));
    if (complete) {
      written.onComplete(done -> connection.close());
    } else {
      http.handler(discarded -> {});
      http.endHandler(end -> connection.close());
      shared.vertx().setTimer(LINGER_MILLIS, fired -> connection.close());
    }
    shared.events().onRejected(rejection.status(), rejection.reason());
  }

  void internalError(Throwable failure) {
    end(head(Rejection.INTERNAL), line(Rejection.INTERNAL));
    shared.events().onInternalError(failure);
  }

  private HttpServerResponse head(Rejection rejection) {
    var response = head(rejection.status(), "text/plain; charset=utf-8");
    rejection.headers().forEach(response::putHeader);
    return response;
  }

  private HttpServerResponse head(int status, String contentType) {
    return http.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
        .putHeader("X-Content-Type-Options", "nosniff");
  }

  private static Buffer line(Rejection rejection) {
    return Buffer.buffer(rejection.reason() + "\n");
  }

  private void end(HttpServerResponse response, Buffer body) {
    HttpConnection connection = http.connection();
    if (shared.draining().get()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.end(body).onComplete(done -> connection.close());
    } else {
      response.end(body);
      watch.idle(connection);
    }
  }
}

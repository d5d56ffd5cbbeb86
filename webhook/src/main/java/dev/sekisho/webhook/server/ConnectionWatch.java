package dev.sekisho.webhook.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Closes connections that have no request for too long, also where one trickles in byte by byte.
 * For the connections of one event loop; not thread-safe.
 */
final class ConnectionWatch {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final long idleMillis;

  /** Timers of the connections that are open. */
  private final Map<HttpConnection, Long> timers = new HashMap<>();

  ConnectionWatch(Vertx vertx, Duration idle) {
    this.vertx = vertx;
    this.idleMillis = idle.toMillis();
  }

  void opened(HttpConnection connection) {
    timers.put(connection, NO_TIMER);
    connection.closeHandler(closed -> vertx.cancelTimer(timers.remove(connection)));
    idle(connection);
  }

  /** A request has begun, which has deadlines of its own. */
  void busy(HttpConnection connection) {
    timers.computeIfPresent(
        connection,
        (open, timer) -> {
          vertx.cancelTimer(timer);
          return NO_TIMER;
        });
  }

  /** A request was answered. */
  void idle(HttpConnection connection) {
    timers.computeIfPresent(
        connection,
        (open, timer) -> {
          vertx.cancelTimer(timer);
          return vertx.setTimer(idleMillis, fired -> connection.close());
        });
  }
}

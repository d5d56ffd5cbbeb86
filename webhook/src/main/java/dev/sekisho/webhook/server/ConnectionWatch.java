package dev.sekisho.webhook.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that have no request for too long, also where one trickles in byte by byte.
 * For the connections of one event loop; not thread-safe.
 */
final class ConnectionWatch {

  private final Vertx vertx;
  private final long idleMillis;

  /** The connections that are open. */
  private final Map<HttpConnection, Watched> open = new HashMap<>();

  ConnectionWatch(Vertx vertx, Duration idle) {
    this.vertx = vertx;
    this.idleMillis = idle.toMillis();
  }

  /**
   * One timer for as long as the connection lives: a request only notes the time, since setting and
   * cancelling a timer for each would cost more than all else that is done here.
   */
  private static final class Watched {
    private boolean busy;
    private long idleSince = System.nanoTime();
    private long timer;
  }

  void opened(HttpConnection connection) {
    var watched = new Watched();
    open.put(connection, watched);
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          vertx.cancelTimer(watched.timer);
        });
    look(connection, watched, idleMillis);
  }

  private void look(HttpConnection connection, Watched watched, long inMillis) {
    watched.timer = vertx.setTimer(inMillis, fired -> closeIfIdle(connection, watched));
  }

  private void closeIfIdle(HttpConnection connection, Watched watched) {
    long idled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - watched.idleSince);
    if (watched.busy) {
      look(connection, watched, idleMillis);
    } else if (idled < idleMillis) {
      look(connection, watched, idleMillis - idled);
    } else {
      connection.close();
    }
  }

  /**
   * A request has begun, which has deadlines of its own.
   *
   * @return false for a connection that never was {@link #opened} or is closed: what was read from
   *     it before its end got through still comes as a request, and must not be served
   */
  boolean busy(HttpConnection connection) {
    var watched = open.get(connection);
    if (watched == null) {
      return false;
    }
    watched.busy = true;
    return true;
  }

  /** A request was answered. */
  void idle(HttpConnection connection) {
    var watched = open.get(connection);
    if (watched != null) {
      watched.busy = false;
      watched.idleSince = System.nanoTime();
    }
  }
}

package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionReviewer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Serves reviewers by path over TLS 1.2 or 1.3 and HTTP/1.1, POST only. Bad input of any kind costs
 * the one connection that it comes on, or the one request. Thread-safe.
 */
public final class AdmissionServer {

  /**
   * Vert.x servers that ask for the same negative port get the same free one. No two of ours may:
   * they would share their connections as well.
   */
  private static final AtomicInteger FREE_PORTS = new AtomicInteger();

  private final LoopShared shared;
  private final List<ServingLoop> loops;
  private final Promise<Void> closed = Promise.promise();

  private AdmissionServer(LoopShared shared, List<ServingLoop> loops) {
    this.shared = shared;
    this.loops = List.copyOf(loops);
  }

  /**
   * Starts to serve. The stage fails if the port is taken or the key pair is no good.
   *
   * @param vertx whose event loops serve; it stays open when the server is closed
   * @param reviewers by path; the one of {@code /validate} also answers to the root
   */
  public static CompletionStage<AdmissionServer> start(
      Vertx vertx,
      AdmissionServerOptions options,
      Map<String, AdmissionReviewer> reviewers,
      AdmissionServerEvents events,
      AdmissionTraces traces) {
    var shared = LoopShared.of(vertx, options, new ReviewPaths(reviewers), events, traces);
    var loops = new CopyOnWriteArrayList<ServingLoop>();
    int port = options.port() == 0 ? FREE_PORTS.decrementAndGet() : options.port();
    return Future.join(
            Stream.generate(() -> startLoop(shared, options, port))
                .limit(options.eventLoops())
                .map(starting -> starting.onSuccess(loops::add))
                .toList())
        .map(done -> new AdmissionServer(shared, loops))
        .recover(
            failure ->
                all(loops, loop -> loop.stop(Duration.ZERO))
                    .transform(done -> Future.failedFuture(failure)))
        .toCompletionStage();
  }

  /** The same without traces. */
  public static CompletionStage<AdmissionServer> start(
      Vertx vertx,
      AdmissionServerOptions options,
      Map<String, AdmissionReviewer> reviewers,
      AdmissionServerEvents events) {
    return start(vertx, options, reviewers, events, AdmissionTraces.OFF);
  }

  private static Future<ServingLoop> startLoop(
      LoopShared shared, AdmissionServerOptions options, int port) {
    var tls = TlsSettings.options(shared, options.keyPair());
    return ServingLoop.start(shared, tls, options.host(), port);
  }

  /** The port that is bound. */
  public int port() {
    return loops.getFirst().port();
  }

  /**
   * Serves new connections with this key pair; those that are open go on. If the stage fails, the
   * old pair is still in use.
   */
  public CompletionStage<Void> reload(ServingKeyPair keyPair) {
    var tls = TlsSettings.options(shared, keyPair);
    return all(loops, loop -> loop.update(tls.copy())).toCompletionStage();
  }

  /**
   * Takes no more connections, ends the idle ones, lets requests under way finish, and closes what
   * is still open then. Calls after the first wait for what that began.
   *
   * @param grace for the requests under way
   * @return completes when all connections are closed
   */
  public CompletionStage<Void> close(Duration grace) {
    if (shared.draining().compareAndSet(false, true)) {
      all(loops, loop -> loop.stop(grace)).onComplete(closed);
    }
    return closed.future().toCompletionStage();
  }

  private static Future<Void> all(
      List<ServingLoop> loops, Function<ServingLoop, Future<Void>> step) {
    return Future.join(loops.stream().map(step).toList()).mapEmpty();
  }
}

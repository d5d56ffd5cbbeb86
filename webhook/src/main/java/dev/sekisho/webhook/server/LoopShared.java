package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionReviewCodec;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all event loops of a server share. Thread-safe.
 *
 * @param draining whether connections end with their next answer
 */
record LoopShared(
    Vertx vertx,
    ServerLimits limits,
    ReviewDeadlines deadlines,
    FailurePolicy failurePolicy,
    ClientAccess clients,
    AdmissionReviewCodec codec,
    ReviewPaths paths,
    AdmissionServerEvents events,
    AdmissionTraces traces,
    Load load,
    AtomicBoolean draining) {

  static LoopShared of(
      Vertx vertx,
      AdmissionServerOptions options,
      ReviewPaths paths,
      AdmissionServerEvents events,
      AdmissionTraces traces) {
    return new LoopShared(
        vertx,
        options.limits(),
        new ReviewDeadlines(options.limits().review()),
        options.failurePolicy(),
        options.clients(),
        new AdmissionReviewCodec(options.limits().bodyBytes(), options.statusReason()),
        paths,
        events,
        traces,
        new Load(options.limits()),
        new AtomicBoolean());
  }
}

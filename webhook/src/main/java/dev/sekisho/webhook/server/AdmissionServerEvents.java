package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.AdmissionDecision;
import dev.sekisho.webhook.review.AdmissionRequest;
import java.time.Duration;

/**
 * Is told what the server did, for counting and logging. Called on event loops, after the answer
 * was handed to the connection; must not block or throw.
 */
public interface AdmissionServerEvents {

  /**
   * A request was answered with the reviewer's decision.
   *
   * @param path of the reviewer
   * @param took from the request's head to the answer
   */
  void onDecision(String path, AdmissionRequest request, AdmissionDecision decision, Duration took);

  /**
   * A request was answered by the failure policy, because the reviewer took too long.
   *
   * @param path of the reviewer
   * @param answer what the failure policy made of it
   * @param took from the request's head to the answer
   */
  void onDeadline(String path, AdmissionRequest request, AdmissionDecision answer, Duration took);

  /**
   * A request was refused before any review.
   *
   * @param status the HTTP status
   * @param reason the body of the answer, one line with nothing of what was sent
   */
  void onRejected(int status, String reason);

  /** A request was answered with 500. The reviewer's own failure may hold what is confidential. */
  void onInternalError(Throwable failure);

  /**
   * A connection ended without a request: no TLS, no agreement, or broken off.
   *
   * @param reason the kind of failure, one of few
   */
  void onConnectionFailed(String reason);
}

package dev.sekisho.webhook.review;

import java.util.concurrent.CompletionStage;

/** Decides on requests. Called on event loops, by many at once: must not block. */
@FunctionalInterface
public interface AdmissionReviewer {

  /**
   * Decides. The stage may complete on any thread; one that fails, or a call that throws, makes the
   * answer an internal error for this request alone.
   */
  CompletionStage<AdmissionDecision> review(AdmissionRequest request);
}

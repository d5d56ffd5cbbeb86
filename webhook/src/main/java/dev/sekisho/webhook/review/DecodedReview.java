package dev.sekisho.webhook.review;

/** What became of the bytes of a review. */
public sealed interface DecodedReview {

  /** They are a review that can be decided on. */
  record Accepted(AdmissionRequest request) implements DecodedReview {}

  /**
   * They aren't: HTTP 400.
   *
   * @param reason one line for whoever sent them, with nothing of what they contain
   */
  record Rejected(String reason) implements DecodedReview {}
}

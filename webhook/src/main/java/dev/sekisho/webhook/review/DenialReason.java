package dev.sekisho.webhook.review;

/** Why a request is refused, as {@code status.reason} and {@code status.code} say it. */
public enum DenialReason {
  /** A policy forbids it. */
  FORBIDDEN("Forbidden", 403),
  /** No decision was reached, and the failure policy is to refuse. */
  UNDECIDED("InternalError", 500);

  private final String statusReason;
  private final int statusCode;

  DenialReason(String statusReason, int statusCode) {
    this.statusReason = statusReason;
    this.statusCode = statusCode;
  }

  public String statusReason() {
    return statusReason;
  }

  public int statusCode() {
    return statusCode;
  }
}

package dev.sekisho.webhook.server;

/** What a request is answered that wasn't decided in time. */
public enum FailurePolicy {
  /** Refused, with status code 500. */
  FAIL,
  /** Allowed, with a warning. */
  IGNORE
}

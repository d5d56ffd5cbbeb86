package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.RejectReason;
import io.grpc.Status;

/** A reason together with the text that the client is told. */
record Refusal(RejectReason reason, String message) {
  /** A defect of ours, which is logged elsewhere. */
  static final Refusal INTERNAL =
      new Refusal(RejectReason.INTERNAL, "internal error; see the control plane's log");

  static Refusal tooManyNames(int names, int limit) {
    return new Refusal(
        RejectReason.TOO_MANY_NAMES,
        "%d names subscribed to (expected: <= %d)".formatted(names, limit));
  }

  Status status() {
    return reason.code().toStatus().withDescription(message);
  }
}

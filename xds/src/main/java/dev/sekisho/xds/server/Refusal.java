package dev.sekisho.xds.server;

import io.grpc.Status;

/** A reason together with the text that the client is told. */
record Refusal(RejectReason reason, String message) {
  static Refusal tooManyNames(int names, int limit) {
    return new Refusal(
        RejectReason.TOO_MANY_NAMES,
        "%d names subscribed to (expected: <= %d)".formatted(names, limit));
  }

  Status status() {
    return reason.code().toStatus().withDescription(message);
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.RejectReason;

/** A type that isn't served: asking for it is noted, and no reason to end a stream. */
final class UnknownType {
  private static final int MAX_SHOWN_CHARS = 200;

  private UnknownType() {}

  static Refusal refusal(String typeUrl) {
    var shown = typeUrl.substring(0, Math.min(typeUrl.length(), MAX_SHOWN_CHARS));
    return new Refusal(
        RejectReason.UNKNOWN_TYPE, "type \"%s\" isn't served; request ignored".formatted(shown));
  }
}

package dev.sekisho.certs;

import java.time.Instant;

/** What to do with a certificate. */
public sealed interface RotationDecision {

  /**
   * Leave it, and ask again when its names or the trust bundle change, and at a time.
   *
   * @param until later than now; never later than the certificate's end
   */
  record Keep(Instant until) implements RotationDecision {}

  /** Issue another. */
  record Renew(Reason reason) implements RotationDecision {}

  /** Why a certificate is renewed. */
  enum Reason {
    HALF_LIFE("half_life"),
    EXPIRED("expired"),
    /** It was made by a clock that is ahead of ours. */
    NOT_YET_VALID("not_yet_valid"),
    /** It has other names than are wanted. */
    NAMES_CHANGED("names_changed"),
    /** None of the roots that peers trust has signed it. */
    ISSUER_NOT_TRUSTED("issuer_not_trusted");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The reason as the value of a metric's label. */
    public String label() {
      return label;
    }
  }
}

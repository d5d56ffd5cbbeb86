package dev.sekisho.integration;

/**
 * What became of a rule and its object.
 *
 * @param message of a denial; of others for people only
 */
record CelVerdict(Outcome outcome, String message) {

  enum Outcome {
    /** The rule itself isn't taken. */
    REFUSED,
    ALLOWED,
    DENIED,
    /** Denied, because the rule couldn't be evaluated. */
    FAILED
  }

  static CelVerdict refused(String message) {
    return new CelVerdict(Outcome.REFUSED, message);
  }

  boolean agreesWith(CelVerdict other) {
    return outcome == other.outcome && (outcome != Outcome.DENIED || message.equals(other.message));
  }
}

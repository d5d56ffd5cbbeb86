package dev.sekisho.certs;

/**
 * What is wrong with certificates or keys that were read. The message is for people: one line, with
 * the position and the remedy where there are any, and never a part of a key.
 *
 * @param kind for programs and metrics
 * @param subject which input is meant, such as {@code tls.crt} or {@code private key}
 */
public record CertificateProblem(Kind kind, String subject, String message) {

  /** The kinds of problems. */
  public enum Kind {
    TOO_LARGE("too_large"),
    MALFORMED_PEM("malformed_pem"),
    NO_CERTIFICATE("no_certificate"),
    TOO_MANY_CERTIFICATES("too_many_certificates"),
    MALFORMED_CERTIFICATE("malformed_certificate"),
    NO_KEY("no_key"),
    SEVERAL_KEYS("several_keys"),
    ENCRYPTED_KEY("encrypted_key"),
    MALFORMED_KEY("malformed_key"),
    UNSUPPORTED_KEY("unsupported_key"),
    KEY_MISMATCH("key_mismatch"),
    NO_REQUEST("no_request"),
    MALFORMED_REQUEST("malformed_request"),
    BAD_SIGNATURE("bad_signature"),
    FOREIGN_NAMES("foreign_names"),
    NOT_AN_AUTHORITY("not_an_authority"),
    NOT_A_ROOT("not_a_root"),
    BROKEN_CHAIN("broken_chain"),
    /** A part that can't do without. */
    MISSING("missing"),
    /** Parts that are sound, but don't fit each other. */
    INCONSISTENT("inconsistent"),
    EXPIRES_SOON("expires_soon"),
    EXPIRED("expired"),
    NOT_YET_VALID("not_yet_valid");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind as the value of a metric's label. */
    public String label() {
      return label;
    }
  }

  @Override
  public String toString() {
    return subject + ": " + message;
  }
}

package dev.sekisho.certs;

/** The authority can't do what it was asked, through no fault of the arguments' form. */
public final class CertificateAuthorityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The authority's own certificate isn't valid at the time given. */
    ISSUER_NOT_VALID("issuer_not_valid"),
    /** The Java runtime lacks an algorithm, or failed with it. */
    CRYPTOGRAPHY_FAILED("cryptography_failed");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The reason as the value of a metric's label. */
    public String label() {
      return label;
    }
  }

  private final Reason reason;

  CertificateAuthorityException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  CertificateAuthorityException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

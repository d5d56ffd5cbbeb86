package dev.sekisho.xds.server;

import org.jspecify.annotations.Nullable;

/** The xDS server could not start or take over key material; the message says what and why. */
public final class XdsServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What could not be done. */
  public enum Reason {
    /** A port could not be bound. */
    BIND,
    /** Certificates or key don't fit. */
    KEY_MATERIAL
  }

  private final Reason reason;

  XdsServerException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What could not be done. */
  public Reason reason() {
    return reason;
  }
}

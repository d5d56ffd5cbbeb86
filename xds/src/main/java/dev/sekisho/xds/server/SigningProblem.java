package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.RejectReason;
import io.grpc.Status;

/** Why a workload isn't given the certificate that it asks for. */
public enum SigningProblem implements RejectReason {
  /** The request for it can't be read, or asks for what isn't the caller's. */
  INVALID_CSR("invalid-csr", Status.Code.INVALID_ARGUMENT),
  /** The authority can't issue now; the client should try again. */
  AUTHORITY("authority", Status.Code.UNAVAILABLE);

  private final String label;
  private final Status.Code code;

  SigningProblem(String label, Status.Code code) {
    this.label = label;
    this.code = code;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Status.Code code() {
    return code;
  }
}

package dev.sekisho.xds.identity;

import io.grpc.Status;

/** Why credentials prove nothing, with the label for metrics and the status of the call. */
public enum AuthenticationProblem implements RejectReason {
  /** Neither a token nor a client certificate. */
  NO_CREDENTIALS("no-credentials", Status.Code.UNAUTHENTICATED),
  /** The API server doesn't accept the token: forged, expired, or its Pod is gone. */
  INVALID_TOKEN("invalid-token", Status.Code.UNAUTHENTICATED),
  /** The token is for somebody else than Sekisho. */
  WRONG_AUDIENCE("wrong-audience", Status.Code.UNAUTHENTICATED),
  /** The token is a person's or another component's, not a ServiceAccount's. */
  NOT_A_SERVICE_ACCOUNT("not-a-service-account", Status.Code.PERMISSION_DENIED),
  /** The token isn't bound to a Pod. */
  UNBOUND_TOKEN("unbound-token", Status.Code.PERMISSION_DENIED),
  /** The Pod isn't there, or is another one of the same name. */
  UNKNOWN_POD("unknown-pod", Status.Code.PERMISSION_DENIED),
  /** The node id names another Pod than the credentials. */
  FOREIGN_NODE("foreign-node", Status.Code.PERMISSION_DENIED),
  /** The client certificate names no workload of this trust domain. */
  FOREIGN_CERTIFICATE("foreign-certificate", Status.Code.PERMISSION_DENIED),
  /** The API server can't be asked now; the client should try again. */
  UNAVAILABLE("unavailable", Status.Code.UNAVAILABLE);

  private final String label;
  private final Status.Code code;

  AuthenticationProblem(String label, Status.Code code) {
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

package dev.sekisho.xds.identity;

import io.grpc.Status;

/** Why a call, or a request on it, was turned away. */
public enum RejectReason {
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
  UNAVAILABLE("unavailable", Status.Code.UNAVAILABLE),
  /** The first message of a stream didn't say which node it comes from. */
  MISSING_NODE("missing-node", Status.Code.INVALID_ARGUMENT),
  /** The node id isn't one of ours. */
  INVALID_NODE("invalid-node", Status.Code.INVALID_ARGUMENT),
  /** The node message is larger than any Envoy's. */
  NODE_TOO_LARGE("node-too-large", Status.Code.RESOURCE_EXHAUSTED),
  /** More names are subscribed to than a stream may. */
  TOO_MANY_NAMES("too-many-names", Status.Code.RESOURCE_EXHAUSTED),
  /** A type that isn't served was asked for: the request is ignored and the stream goes on. */
  UNKNOWN_TYPE("unknown-type", Status.Code.UNIMPLEMENTED),
  /** A defect of ours; the log of the control plane has it. */
  INTERNAL("internal", Status.Code.INTERNAL),
  /** The request for a certificate can't be read, or asks for what isn't the caller's. */
  INVALID_CSR("invalid-csr", Status.Code.INVALID_ARGUMENT),
  /** The authority can't issue now; the client should try again. */
  AUTHORITY("authority", Status.Code.UNAVAILABLE);

  private final String label;
  private final Status.Code code;

  RejectReason(String label, Status.Code code) {
    this.label = label;
    this.code = code;
  }

  /** The metric label. */
  public String label() {
    return label;
  }

  /** The gRPC status that the call ends with, if it ends. */
  public Status.Code code() {
    return code;
  }
}

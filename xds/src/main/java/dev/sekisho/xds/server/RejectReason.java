package dev.sekisho.xds.server;

import io.grpc.Status;

/** Why a stream, or a request on it, was turned away. */
public enum RejectReason {
  /** The first message of a stream didn't say which node it comes from. */
  MISSING_NODE("missing-node", Status.Code.INVALID_ARGUMENT),
  /** The node id isn't one of ours. */
  INVALID_NODE("invalid-node", Status.Code.INVALID_ARGUMENT),
  /** The node is of a kind that isn't served yet. */
  UNSUPPORTED_NODE("unsupported-node", Status.Code.UNIMPLEMENTED),
  /** The node message is larger than any Envoy's. */
  NODE_TOO_LARGE("node-too-large", Status.Code.RESOURCE_EXHAUSTED),
  /** More names are subscribed to than a stream may. */
  TOO_MANY_NAMES("too-many-names", Status.Code.RESOURCE_EXHAUSTED),
  /** A type that isn't served was asked for: the request is ignored and the stream goes on. */
  UNKNOWN_TYPE("unknown-type", Status.Code.UNIMPLEMENTED);

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

  /** The gRPC status that the stream ends with, if it ends. */
  public Status.Code code() {
    return code;
  }
}

package dev.sekisho.xds.server;

import dev.sekisho.xds.identity.RejectReason;
import io.grpc.Status;

/** What is wrong with a stream's messages, or a request. */
public enum RequestProblem implements RejectReason {
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
  /** It is ours. */
  INTERNAL("internal", Status.Code.INTERNAL);

  private final String label;
  private final Status.Code code;

  RequestProblem(String label, Status.Code code) {
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

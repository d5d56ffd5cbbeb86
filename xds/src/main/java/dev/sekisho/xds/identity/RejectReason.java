package dev.sekisho.xds.identity;

import io.grpc.Status;

/** Why a call, or a request on it, was turned away. */
public interface RejectReason {
  /** The metric label. */
  String label();

  /** The gRPC status that the call ends with, if it ends. */
  Status.Code code();
}

package dev.sekisho.xds.server;

import dev.sekisho.certs.SpiffeId;
import dev.sekisho.xds.identity.RejectReason;
import dev.sekisho.xds.resources.ResourceType;
import java.time.Duration;
import java.time.Instant;

/**
 * What the server tells whoever logs and counts. Called from several threads, in order for each
 * stream; implementations must neither block nor throw.
 */
public interface XdsEvents {
  /** Listens to nothing. */
  XdsEvents NONE = new XdsEvents() {};

  /** A stream's first message was accepted. */
  default void onConnected(ConnectedProxy proxy) {}

  /** A stream that was connected has ended. */
  default void onDisconnected(ConnectedProxy proxy) {}

  /**
   * A response was sent.
   *
   * @param count of the resources in it, removals included
   * @param bytes of the whole message
   */
  default void onPushed(ConnectedProxy proxy, ResourceType type, int count, int bytes) {}

  /** A response was accepted, so long after it was sent. */
  default void onAcked(ConnectedProxy proxy, ResourceType type, Duration after) {}

  /** A response was refused. */
  default void onNack(ConnectedProxy proxy, Nack nack) {}

  /** A certificate was made for the workload of a stream, valid until then. */
  default void onCertificateIssued(ConnectedProxy proxy, Instant notAfter) {}

  /**
   * None could be made; it is tried again, and the workload keeps what it has.
   *
   * @param reason for a log and a metric
   */
  default void onCertificateFailed(ConnectedProxy proxy, String reason) {}

  /** A workload that keeps its key was given a certificate for it, valid until then. */
  default void onCertificateSigned(String peer, SpiffeId workload, Instant notAfter) {}

  /**
   * A stream, a request on it, or another call was turned away.
   *
   * @param message for a log; holds no secrets
   */
  default void onRejected(String peer, RejectReason reason, String message) {}
}

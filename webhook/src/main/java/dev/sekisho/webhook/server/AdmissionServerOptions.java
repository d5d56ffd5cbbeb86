package dev.sekisho.webhook.server;

import dev.sekisho.webhook.review.StatusReason;

/**
 * How to serve.
 *
 * @param host address to bind
 * @param port 0 for one that is free
 * @param keyPair to start with
 * @param clients who may connect
 * @param statusReason of denials
 * @param eventLoops how many threads serve; more than the {@code Vertx} has are of no use
 */
public record AdmissionServerOptions(
    String host,
    int port,
    ServingKeyPair keyPair,
    FailurePolicy failurePolicy,
    ServerLimits limits,
    ClientAccess clients,
    StatusReason statusReason,
    int eventLoops) {

  public AdmissionServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (eventLoops <= 0) {
      throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: > 0)");
    }
  }

  /** All addresses, port 8443, refusing what isn't decided, one event loop for each processor. */
  public static AdmissionServerOptions defaults(ServingKeyPair keyPair) {
    return new AdmissionServerOptions(
        "0.0.0.0",
        8443,
        keyPair,
        FailurePolicy.FAIL,
        ServerLimits.DEFAULT,
        ClientAccess.ANY,
        StatusReason.FORBIDDEN,
        Runtime.getRuntime().availableProcessors());
  }

  public AdmissionServerOptions withAddress(String host, int port) {
    return new AdmissionServerOptions(
        host, port, keyPair, failurePolicy, limits, clients, statusReason, eventLoops);
  }

  public AdmissionServerOptions withFailurePolicy(FailurePolicy failurePolicy) {
    return new AdmissionServerOptions(
        host, port, keyPair, failurePolicy, limits, clients, statusReason, eventLoops);
  }

  public AdmissionServerOptions withLimits(ServerLimits limits) {
    return new AdmissionServerOptions(
        host, port, keyPair, failurePolicy, limits, clients, statusReason, eventLoops);
  }

  public AdmissionServerOptions withClients(ClientAccess clients) {
    return new AdmissionServerOptions(
        host, port, keyPair, failurePolicy, limits, clients, statusReason, eventLoops);
  }

  public AdmissionServerOptions withStatusReason(StatusReason statusReason) {
    return new AdmissionServerOptions(
        host, port, keyPair, failurePolicy, limits, clients, statusReason, eventLoops);
  }

  public AdmissionServerOptions withEventLoops(int eventLoops) {
    return new AdmissionServerOptions(
        host, port, keyPair, failurePolicy, limits, clients, statusReason, eventLoops);
  }
}

package dev.sekisho.xds.identity;

/** What comes of looking at credentials. */
public sealed interface Authentication {

  /** They prove who is calling. */
  record Accepted(ProxyIdentity identity) implements Authentication {}

  /**
   * They don't.
   *
   * @param message for the client and the log: what is wrong and the remedy, without any part of a
   *     token or key
   */
  record Refused(RejectReason problem, String message) implements Authentication {}
}

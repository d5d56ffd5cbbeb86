package dev.sekisho.xds.server;

import dev.sekisho.xds.server.ProxyStatus.TypeStatus;

/** How far a proxy has come with a type of resources. */
public enum SyncState {
  /** It has accepted what it was sent last. */
  SYNCED("SYNCED"),
  /** It was sent something that it hasn't answered yet. */
  STALE("STALE"),
  /** It refused what it was sent last, and goes on with what it had. */
  ERROR("ERROR"),
  /** It was sent nothing, or has asked for nothing. */
  NOT_SENT("NOT SENT");

  private final String text;

  SyncState(String text) {
    this.text = text;
  }

  /** As people read it. */
  public String text() {
    return text;
  }

  /** How far it has come by this status. */
  public static SyncState of(TypeStatus status) {
    if (status.lastNack().filter(nack -> nack.version().equals(status.sentVersion())).isPresent()) {
      return ERROR;
    }
    if (status.sentVersion().isEmpty()) {
      return NOT_SENT;
    }
    return status.sentVersion().equals(status.ackedVersion()) ? SYNCED : STALE;
  }
}

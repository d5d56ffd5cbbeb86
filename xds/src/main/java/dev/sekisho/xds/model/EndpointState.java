package dev.sekisho.xds.model;

/** Whether an endpoint takes traffic. In the order of what counts where two slices disagree. */
public enum EndpointState {
  /** Nothing goes there. */
  NOT_READY,
  /** It finishes what it has begun and is given nothing new. */
  DRAINING,
  READY;

  /**
   * By the conditions of an EndpointSlice.
   *
   * @param serving whether it could take traffic if it weren't terminating
   */
  public static EndpointState of(boolean ready, boolean serving, boolean terminating) {
    if (ready) {
      return READY;
    }
    return serving && terminating ? DRAINING : NOT_READY;
  }
}

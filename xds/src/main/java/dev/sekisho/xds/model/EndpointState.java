package dev.sekisho.xds.model;

/** Whether an endpoint takes traffic. In the order of what counts where two slices disagree. */
public enum EndpointState {
  /** Nothing goes there. */
  NOT_READY,
  /** It finishes what it has begun and is given nothing new. */
  DRAINING,
  READY
}

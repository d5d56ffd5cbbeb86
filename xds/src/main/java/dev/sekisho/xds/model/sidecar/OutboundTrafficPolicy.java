package dev.sekisho.xds.model.sidecar;

/** What becomes of what applications send to no Service that is known. */
public enum OutboundTrafficPolicy {
  /** It goes where it was going. */
  ALLOW_ANY,
  /** It is refused. */
  REGISTRY_ONLY
}

package dev.sekisho.xds.model;

/** What a Service asks for that not every one does. */
public enum ServiceTrait {
  /** It has no address of its own: applications look up its endpoints' and choose. */
  HEADLESS,
  /** {@code sessionAffinity: ClientIP}: a client stays with one endpoint. */
  CLIENT_AFFINITY,
  /** {@code internalTrafficPolicy: Local}: only endpoints on the client's own node. */
  LOCAL_TRAFFIC,
  /** IPv6 is among its address families. */
  IPV6
}

package dev.sekisho.xds.model;

/** What happens to a request that a route takes. */
public sealed interface RouteAction {
  /** It goes to a cluster. */
  record Forward(ClusterRef cluster) implements RouteAction {}

  /**
   * It is answered with 503, because there is nothing to send it to.
   *
   * @param reason for whoever made the request; names the Service
   */
  record Unavailable(String reason) implements RouteAction {}
}

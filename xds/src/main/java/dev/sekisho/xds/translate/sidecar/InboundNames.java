package dev.sekisho.xds.translate.sidecar;

/** The names of what connections to an application meet. */
final class InboundNames {
  static final String VIRTUAL_INBOUND = "virtualInbound";
  static final String LOOP_GUARD_CHAIN = "virtualInbound-blackhole";

  /** Chains for requests to ports that no Service leads to. */
  static final String CATCH_ALL_HTTP = "virtualInbound-catchall-http";

  /** Chains for connections to such ports. */
  static final String CATCH_ALL = VIRTUAL_INBOUND;

  private InboundNames() {}

  /**
   * {@code inbound|8080||}: the cluster, and the route configuration, of a port of the workload.
   */
  static String cluster(int port) {
    return "inbound|%d||".formatted(port);
  }

  /** {@code inbound|http|80}: the virtual host of a Service's port. */
  static String virtualHost(int servicePort) {
    return "inbound|http|" + servicePort;
  }
}

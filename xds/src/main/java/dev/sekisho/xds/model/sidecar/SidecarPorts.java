package dev.sekisho.xds.model.sidecar;

/**
 * The ports that connections are redirected to.
 *
 * @param outbound for those that applications open
 * @param inbound for those to applications
 */
public record SidecarPorts(int outbound, int inbound) {
  /** 15001 and 15006, as Istio has them. */
  public static final SidecarPorts DEFAULT = new SidecarPorts(15001, 15006);

  /** Whether a connection to that port of some address would be taken for one to the proxy. */
  boolean areProxys(int port) {
    return port == outbound || port == inbound;
  }
}

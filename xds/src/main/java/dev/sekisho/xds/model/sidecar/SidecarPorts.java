package dev.sekisho.xds.model.sidecar;

/**
 * The ports of sidecars that applications' connections come to.
 *
 * @param outbound that those are redirected to which applications open
 * @param inbound that those are redirected to which go to applications
 * @param explicit that applications send requests to, as to a proxy, where nothing is redirected
 */
public record SidecarPorts(int outbound, int inbound, int explicit) {
  /** 15001 and 15006, as Istio has them, and 15002. */
  public static final SidecarPorts DEFAULT = new SidecarPorts(15001, 15006, 15002);

  /** Whether a connection to that port of some address would be taken for one to the proxy. */
  boolean areProxys(int port) {
    return port == outbound || port == inbound;
  }
}

package dev.sekisho.xds.resources;

/**
 * What a group of proxies is served: proxies of one scope share one {@link ResourceSnapshot}.
 *
 * @param name the scope's name, for logs and metrics
 */
public record ProxyScope(String name) {
  /** The gateway, over an authenticated stream: everything, secrets and HTTPS listener included. */
  public static final ProxyScope GATEWAY = new ProxyScope("gateway");

  /** The gateway over plaintext xDS: no secrets, and therefore no HTTPS listener. */
  public static final ProxyScope GATEWAY_PLAINTEXT = new ProxyScope("gateway-plaintext");

  /** Sidecars of no known namespace: in plaintext, where nothing is proven. */
  public static final ProxyScope SIDECAR = new ProxyScope("sidecar");

  private static final String OF_GATEWAY = "gateway/";
  private static final String OF_WORKLOAD = "workload/";
  private static final String OF_SIDECAR = "sidecar/";
  private static final String OF_EXPLICIT = "explicit/";

  /**
   * The gateways of one identity, over authenticated streams: with the secrets that this one may
   * have.
   *
   * @param identity told apart from others
   */
  public static ProxyScope ofGateway(String identity) {
    return new ProxyScope(OF_GATEWAY + identity);
  }

  /** The sidecars of a namespace, over authenticated streams. */
  public static ProxyScope ofSidecar(String namespace) {
    return new ProxyScope(OF_SIDECAR + namespace);
  }

  /**
   * Those of a namespace's sidecars that applications send requests to as to a proxy: what they are
   * served beside their namespace's.
   */
  public static ProxyScope ofExplicit(String namespace) {
    return new ProxyScope(OF_EXPLICIT + namespace);
  }

  /** The sidecars of one Pod: what they are served beside their namespace's. */
  public static ProxyScope ofWorkload(String namespace, String pod) {
    return new ProxyScope(OF_WORKLOAD + namespace + "/" + pod);
  }

  /** Whether it has an HTTPS listener and the secrets for it. */
  public boolean servesTls() {
    return equals(GATEWAY) || name.startsWith(OF_GATEWAY);
  }

  @Override
  public String toString() {
    return name;
  }
}

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

  /** Sidecars, over an authenticated stream or in plaintext. */
  public static final ProxyScope SIDECAR = new ProxyScope("sidecar");

  @Override
  public String toString() {
    return name;
  }
}

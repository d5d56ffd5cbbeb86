package dev.sekisho.xds.model.sidecar;

/**
 * The ports of a sidecar that aren't for its application, and that connections to aren't redirected
 * from.
 *
 * @param admin Envoy's own, on the loopback interface
 * @param probes where kubelet asks for the application's health
 * @param health where kubelet asks for the proxy's
 * @param metrics for Prometheus
 */
public record StatusPorts(int admin, int probes, int health, int metrics) {
  /** 15000, 15020, 15021 and 15090, as Istio has them. */
  public static final StatusPorts DEFAULT = new StatusPorts(15000, 15020, 15021, 15090);
}

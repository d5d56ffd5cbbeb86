package dev.sekisho.xds.model.sidecar;

import java.util.Map;

/**
 * What others in the mesh have to know of a Pod.
 *
 * @param serviceAccount the one that its certificate is for
 * @param takesMtls whether a sidecar is in it that terminates the mesh's mTLS
 * @param workload what statistics name it by; empty text if that isn't known
 * @param plaintext the ports on which that sidecar doesn't
 */
public record MeshPod(
    String serviceAccount, boolean takesMtls, String workload, PlaintextPorts plaintext) {
  private static final String TLS_MODE = "security.istio.io/tlsMode";
  private static final String ISTIO = "istio";

  /** One that statistics don't name. */
  public MeshPod(String serviceAccount, boolean takesMtls) {
    this(serviceAccount, takesMtls, "", PlaintextPorts.NONE);
  }

  /**
   * By the label that the injection of sidecars sets.
   *
   * @param workload as {@link WorkloadName} gives it
   */
  public static MeshPod of(String serviceAccount, Map<String, String> labels, String workload) {
    return new MeshPod(
        serviceAccount, ISTIO.equals(labels.get(TLS_MODE)), workload, PlaintextPorts.NONE);
  }

  /** The same with these. */
  public MeshPod with(PlaintextPorts ports) {
    return new MeshPod(serviceAccount, takesMtls, workload, ports);
  }

  /** Whether it takes the mesh's mTLS on that port of its own. */
  boolean takesMtlsAt(int port) {
    return takesMtls && !plaintext.contains(port);
  }
}

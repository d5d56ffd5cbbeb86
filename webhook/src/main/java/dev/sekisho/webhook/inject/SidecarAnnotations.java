package dev.sekisho.webhook.inject;

/** The annotations of Pods that say how their sidecars shall be; Istio's, but for the last. */
final class SidecarAnnotations {

  static final String INJECT = "sidecar.istio.io/inject";
  static final String REWRITE = "sidecar.istio.io/rewriteAppHTTPProbers";
  static final String NATIVE = "sidecar.istio.io/nativeSidecar";
  static final String CPU = "sidecar.istio.io/proxyCPU";
  static final String CPU_LIMIT = "sidecar.istio.io/proxyCPULimit";
  static final String MEMORY = "sidecar.istio.io/proxyMemory";
  static final String MEMORY_LIMIT = "sidecar.istio.io/proxyMemoryLimit";
  static final String LOG_LEVEL = "sidecar.istio.io/logLevel";
  static final String STATS = "sidecar.istio.io/statsInclusionPrefixes";
  static final String IMAGE = "sidecar.istio.io/proxyImage";
  static final String BOOTSTRAP_OVERRIDE = "sidecar.istio.io/bootstrapOverride";
  static final String USER_VOLUME = "sidecar.istio.io/userVolume";
  static final String USER_VOLUME_MOUNT = "sidecar.istio.io/userVolumeMount";
  static final String STATUS_PORT = "status.sidecar.istio.io/port";
  static final String PROXY_CONFIG = "proxy.istio.io/config";

  /** What Istio's injection leaves behind. */
  static final String ISTIO_STATUS = "sidecar.istio.io/status";

  static final String PROMETHEUS = "sidecar.sekisho.dev/prometheus";

  private SidecarAnnotations() {}
}

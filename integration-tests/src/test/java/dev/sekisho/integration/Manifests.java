package dev.sekisho.integration;

/**
 * Kubernetes objects as users would write them; each text ends a document, so they may be joined.
 */
final class Manifests {
  private Manifests() {}

  /** The annotations as the inside of a flow mapping, like {@code team: "a"}. */
  static String namespace(String name, String annotations) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %s, annotations: {%s}}
    ---
    """
        .formatted(name, annotations);
  }

  /**
   * A Service whose port 80 leads to that upstream, and the EndpointSlice that a controller would
   * make.
   */
  static String service(String namespace, String name, Upstream upstream) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {namespace: %1$s, name: %2$s}
    spec:
      ports: [{name: http, port: 80, targetPort: %4$d}]
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      namespace: %1$s
      name: %2$s-1
      labels: {kubernetes.io/service-name: %2$s}
    addressType: IPv4
    ports: [{name: http, port: %4$d, protocol: TCP}]
    endpoints:
    - addresses: ["%3$s"]
      conditions: {ready: true, serving: true}
    ---
    """
        .formatted(namespace, name, upstream.address(), upstream.port());
  }
}

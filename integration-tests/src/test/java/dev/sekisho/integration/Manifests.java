package dev.sekisho.integration;

/**
 * Kubernetes objects as users would write them; each text ends a document, so they may be joined.
 */
final class Manifests {
  /** A path of a rule that sends everything to port 80 of the Service web. */
  static final String PATH =
      "{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}";

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

  /** Without it the API server takes no Pods: no controller is there to make it. */
  static String serviceAccount(String namespace) {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {namespace: %s, name: default}
    ---
    """
        .formatted(namespace);
  }

  /**
   * A Pod with a container {@code web} that mounts the Secret {@code db}.
   *
   * @param annotations as the inside of a flow mapping
   */
  static String pod(String namespace, String name, String annotations) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {namespace: %s, name: %s, annotations: {%s}}
    spec:
      volumes: [{name: db, secret: {secretName: db}}]
      containers:
      - {name: web, image: registry.example/web, volumeMounts: [{name: db, mountPath: /db}]}
    ---
    """
        .formatted(namespace, name, annotations);
  }

  /** An Ingress of class sekisho that sends the whole host to port 80 of the Service web. */
  static String ingress(String namespace, String name, String host) {
    return ingress(namespace, name, "", "ingressClassName: sekisho\n" + rule(host));
  }

  /**
   * @param annotations as the inside of a flow mapping
   * @param spec its lines
   */
  static String ingress(String namespace, String name, String annotations, String spec) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {namespace: %s, name: %s, annotations: {%s}}
    spec:
    %s---
    """
        .formatted(namespace, name, annotations, spec.indent(2));
  }

  /** The lines of a spec with one rule for that host. */
  static String rule(String host) {
    return """
    rules:
    - host: "%s"
      http:
        paths:
        - %s
    """
        .formatted(host, PATH);
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

  /** As {@link #ingress(String, String, String)}, with a certificate from a Secret. */
  static String tlsIngress(String namespace, String name, String host, String secret) {
    var tls = "tls: [{hosts: [\"%s\"], secretName: %s}]\n".formatted(host, secret);
    return ingress(namespace, name, "", "ingressClassName: sekisho\n" + tls + rule(host));
  }
}

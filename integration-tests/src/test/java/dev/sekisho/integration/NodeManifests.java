package dev.sekisho.integration;

/** Objects that tests on the node apply. */
final class NodeManifests {
  private NodeManifests() {}

  /** A Deployment of the tests' own program, and its Service on port 80. */
  static String application(String namespace, String name, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      replicas: %4$d
      selector: {matchLabels: {app: %2$s}}
      template:
        metadata: {labels: {app: %2$s}}
        spec:
          containers:
            - name: app
              image: %3$s
              env: [{name: NAME, value: %2$s}]
              ports: [{name: http, containerPort: 9080}]
              readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 1}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      selector: {app: %2$s}
      ports: [{name: http, port: 80, targetPort: http}]
    """
        .formatted(namespace, name, KubernetesNode.APP, replicas);
  }

  /** A Service that the node itself answers for on that port. */
  static String nodePort(String namespace, String app, int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %2$s-outside, namespace: %1$s}
    spec:
      type: NodePort
      selector: {app: %2$s}
      ports: [{port: 80, targetPort: 9080, nodePort: %3$d}]
    """
        .formatted(namespace, app, port);
  }

  /** A Pod that has a token for the audience sekisho in {@code /token/token}. */
  static String withToken(String namespace, String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      containers:
        - name: app
          image: %3$s
          volumeMounts: [{name: token, mountPath: /token}]
      volumes:
        - name: token
          projected:
            sources: [{serviceAccountToken: {audience: sekisho, expirationSeconds: 3600, path: token}}]
    """
        .formatted(namespace, name, KubernetesNode.APP);
  }

  static String tokenReview(String token, String audience) {
    return """
    apiVersion: authentication.k8s.io/v1
    kind: TokenReview
    spec: {token: "%s", audiences: [%s]}
    """
        .formatted(token, audience);
  }

  /** A Job that ends at once, beside a sidecar that never does by itself. */
  static String jobWithSidecar(String namespace, String name) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          initContainers:
            - name: sidecar
              image: %3$s
              restartPolicy: Always
              startupProbe: {httpGet: {path: /healthz, port: 9080}, periodSeconds: 1}
          containers:
            - name: work
              image: %3$s
              args: [get, "http://127.0.0.1:9080/"]
    """
        .formatted(namespace, name, KubernetesNode.APP);
  }

  /** A Pod whose port 4242 is redirected to the program's, by rules of an init container. */
  static String redirected(String namespace, String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      initContainers:
        - name: rules
          image: sekisho-test/iptables:1
          args: [-t, nat, -A, PREROUTING, -p, tcp, --dport, "4242", -j, REDIRECT, --to-ports, "9080"]
          securityContext:
            runAsUser: 0
            allowPrivilegeEscalation: false
            capabilities: {drop: [ALL], add: [NET_ADMIN, NET_RAW]}
      containers:
        - name: app
          image: %3$s
    """
        .formatted(namespace, name, KubernetesNode.APP);
  }

  /** An Ingress of class sekisho that sends a whole host to a Service. */
  static String ingress(String namespace, String host, String service, int port) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: %3$s, namespace: %1$s}
    spec:
      ingressClassName: sekisho
      rules:
        - host: %2$s
          http:
            paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: %3$s, port: {number: %4$d}}}
    """
        .formatted(namespace, host, service, port);
  }

  /** A Deployment with an annotation on its Pod, and its Service on port 9080. */
  static String annotated(String namespace, String name, String annotation) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      selector: {matchLabels: {app: %2$s}}
      template:
        metadata: {labels: {app: %2$s}, annotations: {%4$s}}
        spec:
          containers:
            - name: app
              image: %3$s
              readinessProbe: {httpGet: {path: /healthz, port: 9080}, periodSeconds: 1}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      selector: {app: %2$s}
      ports: [{name: http, port: 9080}]
    """
        .formatted(namespace, name, KubernetesNode.APP, annotation);
  }

  /** A Job that makes one call. */
  static String job(String namespace, String name, String url) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      backoffLimit: 3
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: app
              image: %3$s
              args: [get, "%4$s"]
    """
        .formatted(namespace, name, KubernetesNode.APP, url);
  }

  /** A Pod that calls at a steady rate until it is told to end. */
  static String traffic(String namespace, String name, String url, int perSecond) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers:
        - name: app
          image: %3$s
          args: [load, -rate, "%5$d", -for, 30m, "%4$s"]
    """
        .formatted(namespace, name, KubernetesNode.APP, url, perSecond);
  }
}

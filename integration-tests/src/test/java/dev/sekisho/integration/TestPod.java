package dev.sekisho.integration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A Pod object of a ServiceAccount, as if kubelet ran it, and the tokens that it gets. */
record TestPod(Cluster cluster, String namespace, String account, String name, String uid) {
  /** What proxies' tokens are for. */
  static final String AUDIENCE = "sekisho";

  private static final int SECONDS = 3600;

  /** Makes the account, if need be, and the Pod. */
  static TestPod create(Cluster cluster, String namespace, String account, String name) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {namespace: %1$s, name: %2$s}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %1$s, name: %3$s, labels: {app: %2$s}}
        spec:
          serviceAccountName: %2$s
          automountServiceAccountToken: false
          containers: [{name: app, image: app}]
        """
            .formatted(namespace, account, name));
    var pod = cluster.read("/api/v1/namespaces/" + namespace + "/pods/" + name);
    var uid = pod.path("metadata").path("uid").asText();
    return new TestPod(cluster, namespace, account, name, uid);
  }

  /** Gives it a label. */
  void label(String key, String value) {
    var part = JsonNodeFactory.instance.objectNode();
    part.putObject("metadata").putObject("labels").put(key, value);
    cluster.api().merge(path(), part).orFail();
  }

  /** Says in its status what kubelet would: that it runs, and where. */
  void runsAt(String address) {
    var part = JsonNodeFactory.instance.objectNode();
    var status = part.putObject("status").put("phase", "Running").put("podIP", address);
    status.putArray("podIPs").addObject().put("ip", address);
    cluster.api().merge(path() + "/status", part).orFail();
  }

  /** The node id of a sidecar in it. */
  String sidecar() {
    return "sidecar~10.0.0.1~%s.%s~%s.svc.cluster.local".formatted(name, namespace, namespace);
  }

  /** The node id of a gateway in it. */
  String gateway() {
    return sidecar().replace("sidecar~", "router~");
  }

  String spiffeId() {
    return "spiffe://cluster.local/ns/%s/sa/%s".formatted(namespace, account);
  }

  /** What kubelet projects into it. */
  String token() {
    return token(AUDIENCE);
  }

  String token(String audience) {
    var request = request(audience);
    request
        .withObject("/spec/boundObjectRef")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", name)
        .put("uid", uid);
    return token(request);
  }

  /** One of its account that is bound to no Pod. */
  String unboundToken() {
    return token(request(AUDIENCE));
  }

  /** Deletes it, at once: there is no kubelet that would end it. */
  void delete() {
    cluster.api().delete(path() + "?gracePeriodSeconds=0").orFail();
  }

  private String path() {
    return "/api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  private static ObjectNode request(String audience) {
    var request = JsonNodeFactory.instance.objectNode();
    request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
    var spec = request.putObject("spec").put("expirationSeconds", SECONDS);
    spec.putArray("audiences").add(audience);
    return request;
  }

  private String token(ObjectNode request) {
    var path = "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + account + "/token";
    var token = cluster.api().post(path, request).orFail().json().at("/status/token").asText();
    return Canaries.plant(Canary.Kind.TOKEN, namespace + "/" + account, token);
  }
}

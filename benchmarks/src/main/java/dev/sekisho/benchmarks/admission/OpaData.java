package dev.sekisho.benchmarks.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.benchmarks.harness.Https;
import dev.sekisho.benchmarks.harness.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * Gives an OPA what it must know, in one document for each kind, as kube-mgmt does at its start.
 */
final class OpaData {

  private OpaData() {}

  /**
   * @param objects whether the Ingresses themselves are pushed, or an index of their hosts
   */
  static void push(Target opa, Workload workload, boolean objects)
      throws IOException, InterruptedException {
    try (var https = new Https()) {
      put(https, opa, "namespaces", namespaces());
      if (objects) {
        put(https, opa, "ingresses", ingresses(workload));
      } else {
        put(https, opa, "hosts", hosts(workload));
      }
    }
  }

  private static void put(Https https, Target opa, String name, ObjectNode document)
      throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(document.toString());
    https.send("PUT", opa.uri("/v1/data/kubernetes/" + name), body);
  }

  private static ObjectNode namespaces() {
    var all = Json.MAPPER.createObjectNode();
    for (int i = 0; i < Workload.NAMESPACES; i++) {
      all.set(Workload.namespaceName(i), Workload.namespace(i));
    }
    return all;
  }

  /**
   * By namespace and name, cut down to what the policy reads. kube-mgmt pushes whole objects, and
   * the same scan then takes several times as long: this is the scan at its best.
   */
  private static ObjectNode ingresses(Workload workload) {
    var all = Json.MAPPER.createObjectNode();
    for (int i = 0; i < workload.existing(); i++) {
      all.withObject("/" + Workload.namespaceOf(i)).set(Workload.nameOf(i), hostOnly(i));
    }
    return all;
  }

  private static ObjectNode hostOnly(int ingress) {
    var object = Json.MAPPER.createObjectNode();
    object
        .putObject("metadata")
        .put("namespace", Workload.namespaceOf(ingress))
        .put("name", Workload.nameOf(ingress));
    object.putObject("spec").putArray("rules").addObject().put("host", Workload.hostOf(ingress));
    return object;
  }

  /** By host and namespace: the name of the Ingress. */
  private static ObjectNode hosts(Workload workload) {
    var all = Json.MAPPER.createObjectNode();
    for (int i = 0; i < workload.existing(); i++) {
      all.putObject(Workload.hostOf(i)).put(Workload.namespaceOf(i), Workload.nameOf(i));
    }
    return all;
  }
}

package dev.sekisho.integration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Service, and the EndpointSlice that a controller would keep for it. Not thread-safe. */
final class MeshService {
  /** How far a Pod is, as its endpoint says. */
  enum Condition {
    READY,
    DRAINING
  }

  /**
   * One of its ports.
   *
   * @param name empty: without, which only a Service's only port may be
   */
  record Port(String name, int number, int target) {}

  private final Cluster cluster;
  private final String namespace;
  private final String name;
  private final List<Port> ports;
  private final Map<MeshPod, Condition> endpoints = new LinkedHashMap<>();

  private MeshService(Cluster cluster, String namespace, String name, List<Port> ports) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = name;
    this.ports = ports;
  }

  /**
   * Makes it, with those endpoints.
   *
   * @param spec more fields of it, as the inside of a flow mapping
   */
  static MeshService create(
      Cluster cluster,
      String namespace,
      String name,
      String spec,
      List<Port> ports,
      MeshPod... pods) {
    var service = new MeshService(cluster, namespace, name, ports);
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {namespace: %s, name: %s}
        spec: {ports: %s%s}
        """
            .formatted(namespace, name, service.declared(), spec.isEmpty() ? "" : ", " + spec));
    for (var pod : pods) {
      service.endpoints.put(pod, Condition.READY);
    }
    service.makeSlice();
    return service;
  }

  /** Its name for clients in other namespaces. */
  String host() {
    return name + "." + namespace;
  }

  /** The address that the API server gave it. */
  String vip() {
    return cluster
        .read("/api/v1/namespaces/" + namespace + "/services/" + name)
        .at("/spec/clusterIP")
        .asText();
  }

  /** How sidecars call that port of it. */
  String cluster(int port) {
    return "outbound|%d||%s.%s.svc.cluster.local".formatted(port, name, namespace);
  }

  /** Where the API server keeps its slice. */
  String etcdKey() {
    return "/registry/endpointslices/" + namespace + "/" + name;
  }

  /** Makes its slice, which isn't there. */
  void makeSlice() {
    cluster.api().post(slices(), slice()).orFail();
  }

  /** Has an endpoint in that condition. */
  void put(MeshPod pod, Condition condition) {
    endpoints.put(pod, condition);
    write();
  }

  /** Takes an endpoint away. */
  void remove(MeshPod pod) {
    endpoints.remove(pod);
    write();
  }

  private void write() {
    cluster.api().merge(slices() + "/" + name, slice()).orFail();
  }

  private String slices() {
    return "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";
  }

  private ObjectNode slice() {
    var slice = JsonNodeFactory.instance.objectNode();
    slice.put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
    slice.put("addressType", "IPv4");
    slice
        .putObject("metadata")
        .put("name", name)
        .putObject("labels")
        .put("kubernetes.io/service-name", name);
    var served = slice.putArray("ports");
    ports.forEach(port -> served.addObject().put("name", port.name()).put("port", port.target()));
    var list = slice.putArray("endpoints");
    endpoints.forEach((pod, condition) -> add(list, pod, condition));
    return slice;
  }

  private ArrayNode declared() {
    var list = JsonNodeFactory.instance.arrayNode();
    ports.forEach(
        port ->
            list.addObject()
                .put("name", port.name())
                .put("port", port.number())
                .put("targetPort", port.target()));
    return list;
  }

  private static void add(ArrayNode list, MeshPod pod, Condition condition) {
    var endpoint = list.addObject();
    endpoint.putArray("addresses").add(pod.address());
    endpoint
        .putObject("conditions")
        .put("ready", condition == Condition.READY)
        .put("serving", true)
        .put("terminating", condition == Condition.DRAINING);
    endpoint.putObject("targetRef").put("kind", "Pod").put("name", pod.pod().name());
  }
}

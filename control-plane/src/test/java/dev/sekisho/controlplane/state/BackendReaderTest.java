package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.xds.model.EndpointSlice.Endpoint;
import dev.sekisho.xds.model.EndpointSlice.Port;
import dev.sekisho.xds.model.EndpointState;
import dev.sekisho.xds.model.NodeLocality;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendReaderTest {

  private static final String SLICE =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
      addressType: IPv4
      ports:
      - {name: http, port: 8080, protocol: TCP}
      - {port: 9090}
      - {name: dns, port: 53, protocol: UDP}
      - {name: all}
      endpoints:
      - {addresses: [10.0.0.1, 10.0.0.2], conditions: {ready: true}, zone: a}
      - {addresses: [10.0.0.3], conditions: {ready: false}}
      - {addresses: [10.0.0.4], conditions: {}}
      - {addresses: [10.0.0.5]}
      - {addresses: [10.0.0.6], conditions: {ready: false, serving: true, terminating: true}}
      - {addresses: [10.0.0.7], conditions: {ready: false, serving: false, terminating: true}}
      - {addresses: [10.0.0.8], conditions: {ready: true, serving: true, terminating: true}}
      - {addresses: [10.0.0.9], conditions: {ready: false, terminating: true}}
      """;

  @Test
  void readsAService() {
    var service =
        BackendReader.service(
            Objects.tree(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop}
                spec:
                  ports:
                  - {name: http, port: 80}
                  - {name: h2, port: 443, protocol: TCP, appProtocol: kubernetes.io/h2c}
                  - {name: dns, port: 53, protocol: UDP}
                """));

    assertThat(service.key()).isEqualTo(new ServiceKey("shop", "web"));
    assertThat(service.ports())
        .containsExactly(
            new ServicePort("http", 80, Optional.empty()),
            new ServicePort("h2", 443, Optional.of("kubernetes.io/h2c")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{clusterIP: 10.96.0.1}; 10.96.0.1",
        "{clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1, 'fd00::1']}; 10.96.0.1,fd00::1",
        "{clusterIP: None, clusterIPs: [None]}; ''",
        "{clusterIP: ''}; ''",
        "{}; ''",
        "{type: ExternalName, externalName: example.com, clusterIP: 10.96.0.1}; ''",
      })
  void readsClusterIps(String spec, String vips) {
    var service =
        BackendReader.service(
            Objects.tree(
                "{apiVersion: v1, kind: Service, metadata: {name: a, namespace: b}, spec: %s}"
                    .formatted(spec)));

    assertThat(String.join(",", service.vips())).isEqualTo(vips);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{clusterIP: 10.96.0.1, internalTrafficPolicy: Cluster, sessionAffinity: None}; []; ''",
        "{clusterIP: None, clusterIPs: [None]}; [HEADLESS]; ''",
        "{clusterIP: 10.96.0.1, sessionAffinity: ClientIP}; [CLIENT_AFFINITY]; ''",
        "{clusterIP: 10.96.0.1, internalTrafficPolicy: Local}; [LOCAL_TRAFFIC]; ''",
        "{clusterIP: 10.96.0.1, ipFamilies: [IPv4, IPv6]}; [IPV6]; ''",
        "{type: ExternalName, externalName: example.com}; []; example.com",
        "{type: ExternalName, externalName: example.com, clusterIP: None}; []; example.com",
        "{type: ClusterIP, externalName: example.com}; []; ''",
      })
  void readsWhatAServiceAsksFor(String spec, String traits, String alias) {
    var service =
        BackendReader.service(
            Objects.tree(
                "{apiVersion: v1, kind: Service, metadata: {name: a, namespace: b}, spec: %s}"
                    .formatted(spec)));

    assertThat(service.traits()).hasToString(traits);
    assertThat(service.alias().orElse("")).isEqualTo(alias);
  }

  @Test
  void knowsThePodsAmongEndpoints() {
    var slice =
        BackendReader.slice(
            Objects.tree(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: a, namespace: b, labels: {kubernetes.io/service-name: a}}
                addressType: IPv4
                endpoints:
                - {addresses: [10.0.0.1], targetRef: {kind: Pod, name: a-1, namespace: b}}
                - {addresses: [10.0.0.2], targetRef: {kind: Node, name: node}}
                - {addresses: [10.0.0.3]}
                - {addresses: [10.0.0.4], targetRef: {kind: Pod, name: other, namespace: c}}
                """));

    assertThat(slice.orElseThrow().endpoints())
        .extracting(Endpoint::pod)
        .containsExactly(Optional.of("a-1"), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void knowsTheNodesOfEndpointsAndWhereTheseStand() {
    var slice =
        BackendReader.slice(
            Objects.tree(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: a, namespace: b, labels: {kubernetes.io/service-name: a}}
                endpoints:
                - {addresses: [10.0.0.1], nodeName: node-1}
                - {addresses: [10.0.0.2]}
                """));
    assertThat(slice.orElseThrow().endpoints())
        .extracting(Endpoint::node)
        .containsExactly(Optional.of("node-1"), Optional.empty());

    var objects = new Objects(new ClusterState("sekisho-system"));
    objects.put(
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: node-1
          labels: {topology.kubernetes.io/region: eu, topology.kubernetes.io/zone: eu-1}
        """);
    assertThat(objects.state().takeMeshChange().nodes())
        .isEqualTo(Map.of("node-1", Optional.of(new NodeLocality("eu", "eu-1", ""))));
    objects.delete("Node", "", "node-1");
    assertThat(objects.state().takeMeshChange().nodes())
        .isEqualTo(Map.of("node-1", Optional.empty()));
  }

  @Test
  void aServiceWithoutPortsHasNone() {
    var headless =
        Objects.tree("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: b}}");

    assertThat(BackendReader.service(headless).ports()).isEmpty();
  }

  @Test
  void readsASlice() {
    var slice = BackendReader.slice(Objects.tree(SLICE)).orElseThrow();

    assertThat(slice.service()).isEqualTo(new ServiceKey("shop", "web"));
    assertThat(slice.ports()).containsExactly(new Port("http", 8080), new Port("", 9090));
    assertThat(slice.endpoints())
        .containsExactly(
            new Endpoint(List.of("10.0.0.1", "10.0.0.2"), true, Optional.of("a")),
            new Endpoint(List.of("10.0.0.3"), false, Optional.empty()),
            new Endpoint(List.of("10.0.0.4"), true, Optional.empty()),
            new Endpoint(List.of("10.0.0.5"), true, Optional.empty()),
            endpoint("10.0.0.6", EndpointState.DRAINING),
            endpoint("10.0.0.7", EndpointState.NOT_READY),
            endpoint("10.0.0.8", EndpointState.READY),
            endpoint("10.0.0.9", EndpointState.NOT_READY));
  }

  private static Endpoint endpoint(String address, EndpointState state) {
    return new Endpoint(List.of(address), state, Optional.empty(), Optional.empty());
  }

  @Test
  void takesPortsOfAnyIntegerType() {
    var slice = new ObjectMapper().createObjectNode();
    labelled(slice);
    var ports = slice.putArray("ports");
    ports.addObject().put("name", "int").put("port", 80);
    ports.addObject().put("name", "long").put("port", 81L);
    ports.addObject().put("name", "short").put("port", (short) 82);
    ports.addObject().put("name", "text").put("port", "83");
    ports.addObject().put("name", "huge").put("port", 1L << 40);
    ports.addObject().put("name", "null").putNull("port");

    assertThat(BackendReader.slice(slice).orElseThrow().ports())
        .containsExactly(new Port("int", 80), new Port("long", 81), new Port("short", 82));
  }

  @Test
  void aSliceOfNoServiceIsNone() {
    var slice = (ObjectNode) Objects.tree(SLICE);
    slice.withObject("metadata").remove("labels");

    assertThat(BackendReader.slice(slice)).isEmpty();
  }

  @Test
  void slicesComeAndGo() {
    var objects = new Objects(new ClusterState("sekisho-system"));
    var web = new ServiceKey("shop", "web");
    objects.put("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}");
    objects.put(SLICE);
    objects.put(SLICE.replace("web-1", "web-2"));
    var change = objects.state().takeMeshChange();
    assertThat(change.services()).containsOnlyKeys(web);
    assertThat(change.slices().get(web)).hasSize(2);

    objects.delete("EndpointSlice", "shop", "web-1");
    change = objects.state().takeMeshChange();
    assertThat(change.services()).isEmpty();
    assertThat(change.slices().get(web)).hasSize(1);

    objects.put(
        SLICE.replace("web-1", "web-2").replace("kubernetes.io/service-name: web", "other: label"));
    objects.delete("Service", "shop", "web");
    change = objects.state().takeMeshChange();
    assertThat(change.slices()).containsExactly(Map.entry(web, List.of()));
    assertThat(change.services()).containsExactly(Map.entry(web, Optional.empty()));
    assertThat(objects.state().takeMeshChange().isEmpty()).isTrue();
  }

  @Test
  void aSliceThatMovesToAnotherServiceIsNoLongerTheFirsts() {
    var objects = new Objects(new ClusterState("sekisho-system"));
    objects.put(SLICE);

    objects.put(SLICE.replace("service-name: web", "service-name: api"));

    var slices = objects.state().takeMeshChange().slices();
    assertThat(slices.get(new ServiceKey("shop", "web"))).isEmpty();
    assertThat(slices.get(new ServiceKey("shop", "api"))).hasSize(1);
  }

  private static void labelled(ObjectNode slice) {
    var metadata = slice.putObject("metadata").put("name", "web-1").put("namespace", "shop");
    metadata.putObject("labels").put("kubernetes.io/service-name", "web");
  }
}

package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.ServiceKey;
import dev.sekisho.xds.model.sidecar.MeshPod;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayStateTest {
  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);

  @BeforeEach
  void anIngressThatLeadsToWeb() {
    objects.put(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop, uid: u}
        spec:
          ingressClassName: sekisho
          rules:
          - host: shop.acmecorp.com
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
        """);
    service("web");
    service("api");
    assertThat(state.takeRoutingChanged()).isTrue();
    assertThat(state.gatewayInput().services()).containsOnlyKeys(new ServiceKey("shop", "web"));
    assertThat(state.takeRoutingChanged()).isFalse();
  }

  @Test
  void aServiceThatNoIngressNamesIsNoChange() {
    service("api");
    slice("api", "10.0.0.1");
    objects.put("{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: shop}}");
    assertThat(state.takeRoutingChanged()).isFalse();
  }

  @Test
  void oneThatAnIngressNamesIs() {
    slice("web", "10.0.0.1");
    assertThat(state.takeRoutingChanged()).isTrue();
    assertThat(state.gatewayInput().slices()).hasSize(1);
    objects.delete("EndpointSlice", "shop", "web-1");
    assertThat(state.takeRoutingChanged()).isTrue();
    objects.delete("Service", "shop", "web");
    assertThat(state.takeRoutingChanged()).isTrue();
    assertThat(state.gatewayInput().services()).isEmpty();
    service("web");
    assertThat(state.takeRoutingChanged()).as("it comes later").isTrue();
  }

  @Test
  void anIngressIs() {
    objects.delete("Ingress", "shop", "web");
    assertThat(state.takeRoutingChanged()).isTrue();
    assertThat(state.gatewayInput().services()).isEmpty();
    service("web");
    assertThat(state.takeRoutingChanged()).as("nothing leads there any more").isFalse();
  }

  @Test
  void whatIsKnownOfAPodIsWhereARouteLeadsToIt() {
    var web = new PodName("shop", "web-1");
    var facts = new MeshPod("web", true);
    state.pod(web, Optional.of(facts));
    assertThat(state.takeRoutingChanged()).as("it is no endpoint yet").isFalse();
    slice("web", "10.0.0.1");
    slice("api", "10.0.0.2");
    assertThat(state.takeRoutingChanged()).isTrue();
    assertThat(state.gatewayInput().pods()).isEqualTo(Map.of(web, facts));

    state.pod(new PodName("shop", "api-1"), Optional.of(facts));
    assertThat(state.takeRoutingChanged()).as("no route leads there").isFalse();
    state.pod(web, Optional.of(facts));
    assertThat(state.takeRoutingChanged()).as("as before").isFalse();
    state.pod(web, Optional.empty());
    assertThat(state.takeRoutingChanged()).isTrue();
    assertThat(state.gatewayInput().pods()).isEmpty();

    objects.delete("EndpointSlice", "shop", "web-1");
    assertThat(state.takeRoutingChanged()).isTrue();
    state.pod(web, Optional.of(facts));
    assertThat(state.takeRoutingChanged()).as("it is no endpoint any more").isFalse();
  }

  private void service(String name) {
    objects.put(
        "{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: shop},".formatted(name)
            + " spec: {ports: [{port: 80}]}}");
  }

  private void slice(String service, String address) {
    objects.put(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s-1, namespace: shop, labels: {kubernetes.io/service-name: %s}}
        addressType: IPv4
        ports: [{port: 80}]
        endpoints: [{addresses: ["%s"], targetRef: {kind: Pod, name: %s-1}}]
        """
            .formatted(service, service, address, service));
  }
}

package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.certs.TrustDomain;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.Objects;
import dev.sekisho.xds.identity.PodName;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.resources.ProxyScope;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import dev.sekisho.xds.server.ResourceStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SidecarPublicationsTest {
  private static final ProxyScope SHOP = ProxyScope.ofSidecar("shop");
  private static final ProxyScope BANK = ProxyScope.ofSidecar("bank");
  private static final Map<ProxyScope, String> BOTH = Map.of(SHOP, "shop", BANK, "bank");
  private static final String CLUSTER = "outbound|80||web.shop.svc.cluster.local";

  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);
  private final ResourceStore store = new ResourceStore();
  private final SidecarPublications publications = new SidecarPublications(store);

  @BeforeEach
  void fill() {
    objects.put(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {clusterIP: 10.96.0.10, ports: [{name: http, port: 80}]}
        """);
    objects.put(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, port: 8080}]
        endpoints: [{addresses: [10.0.0.1], targetRef: {kind: Pod, name: web-1}}]
        """);
  }

  @Test
  void namespacesShareAllButRoutes() {
    publish(BOTH);
    for (var type : ResourceType.values()) {
      assertThat(store.current(SHOP).version(type).equals(store.current(BANK).version(type)))
          .as(type.shortName())
          .isEqualTo(type != ResourceType.ROUTE);
    }
    assertThat(store.current(SHOP).resources(ResourceType.CLUSTER)).containsKey(CLUSTER);
  }

  @Test
  void whatDoesNotMatterToSidecarsPublishesNothing() {
    publish(BOTH);
    var before = store.current(SHOP);
    objects.put("{apiVersion: v1, kind: ServiceAccount, metadata: {name: x, namespace: shop}}");
    publish(BOTH);
    assertThat(store.current(SHOP)).isSameAs(before);
  }

  @Test
  void aPodThatIsFoundInTheMeshChangesItsEndpoints() {
    publish(BOTH);
    var before = store.current(SHOP);
    state.pod(new PodName("shop", "web-1"), Optional.of(new MeshPod("web", true)));
    publish(BOTH);
    var now = store.current(SHOP);
    assertThat(now.version(ResourceType.ENDPOINT))
        .isNotEqualTo(before.version(ResourceType.ENDPOINT));
    assertThat(now.version(ResourceType.CLUSTER))
        .isNotEqualTo(before.version(ResourceType.CLUSTER));
    assertThat(now.version(ResourceType.ROUTE)).isEqualTo(before.version(ResourceType.ROUTE));

    state.pod(new PodName("shop", "web-1"), Optional.empty());
    publish(BOTH);
    assertThat(store.current(SHOP).version(ResourceType.ENDPOINT))
        .isEqualTo(before.version(ResourceType.ENDPOINT));
  }

  @Test
  void aNamespaceThatComesIsServedAndOneThatGoesIsForgotten() {
    publish(Map.of(SHOP, "shop"));
    assertThat(store.current(BANK)).isSameAs(ResourceSnapshot.EMPTY);
    publish(BOTH);
    assertThat(store.current(BANK).resources(ResourceType.LISTENER)).isNotEmpty();
    publish(Map.of(BANK, "bank"));
    assertThat(store.current(SHOP)).isSameAs(ResourceSnapshot.EMPTY);
    publish(Map.of());
    assertThat(store.current(BANK)).isSameAs(ResourceSnapshot.EMPTY);
    publish(BOTH);
    assertThat(store.current(SHOP).resources(ResourceType.CLUSTER)).containsKey(CLUSTER);
  }

  private void publish(Map<ProxyScope, String> namespaces) {
    var input = state.sidecarInput(new TrustDomain("cluster.local"));
    publications.publish(new SidecarPublications.Work(input, namespaces));
  }
}

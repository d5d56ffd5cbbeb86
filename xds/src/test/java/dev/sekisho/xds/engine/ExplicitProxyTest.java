package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sekisho.xds.model.sidecar.MeshPod;
import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.ResourceSnapshot;
import dev.sekisho.xds.resources.ResourceType;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What sidecars are served that applications send requests to as to a proxy. */
class ExplicitProxyTest {
  private static final String LISTENER = "127.0.0.1_15002";
  private static final String ROUTES = "http_proxy";
  private static final String ELSEWHERE = "ForwardProxyCluster";

  private final TestMesh mesh =
      new TestMesh()
          .audience("shop")
          .service(
              "shop/web",
              "10.96.0.10",
              TestMesh.port("http", 80),
              TestMesh.port("main", 8888),
              TestMesh.port("tcp", 9000))
          .service("bank/teller", "10.96.0.20", TestMesh.port("http", 8080))
          .apply();

  @Test
  void onlySuchSidecarsAreServedIt() {
    var before = mesh.served("shop");
    mesh.explicit("shop", Egress.ALL).apply();

    assertThat(mesh.served("shop")).as("of all sidecars").isSameAs(before);
    assertThat(mesh.servedExplicitly("shop").resources(ResourceType.LISTENER))
        .containsOnlyKeys(LISTENER);
    assertThat(mesh.servedExplicitly("shop").resources(ResourceType.ROUTE))
        .containsOnlyKeys(ROUTES);
    assertThat(mesh.servedExplicitly("shop").resources(ResourceType.CLUSTER))
        .containsOnlyKeys(ELSEWHERE);
    assertThat(mesh.servedExplicitly("bank")).isSameAs(ResourceSnapshot.EMPTY);

    mesh.leaveExplicit("shop").apply();
    assertThat(mesh.servedExplicitly("shop")).isSameAs(ResourceSnapshot.EMPTY);
  }

  @Test
  void domainsHaveThePortAndTheDefaultOneNeednt() {
    mesh.explicit("shop", Egress.ALL).apply();

    assertThat(domains("shop"))
        .contains("web", "web:80", "web.shop", "web.shop.svc.cluster.local.:80", "10.96.0.10:80")
        .contains("web:8888", "10.96.0.10:8888", "teller.bank.svc:8080", "*")
        .doesNotContain("teller:8080", "teller.bank.svc", "web:9000", "10.96.0.10:9000");
  }

  @Test
  void aServiceIsNearToItsOwnNamespaceAlone() {
    mesh.explicit("shop", Egress.ALL).explicit("bank", Egress.ALL).apply();

    assertThat(domains("bank")).contains("teller:8080", "web.shop:80").doesNotContain("web:80");
    mesh.noService("bank/teller").apply();
    mesh.explicit("far", Egress.ALL).apply();
    assertThat(mesh.servedExplicitly("bank").changesSince(mesh.servedExplicitly("far")))
        .as("like all others")
        .isEmpty();
  }

  @Test
  void aChangeOfServicesChangesTheRoutesAloneAndOneOfEndpointsNothing() {
    mesh.explicit("shop", Egress.ALL).apply();
    var before = mesh.servedExplicitly("shop");
    mesh.endpoints("shop/web", "http", 8080, "web-1=10.0.0.1")
        .service("bank/db", "10.96.0.21", TestMesh.port("tcp", 5432))
        .apply();
    assertThat(mesh.servedExplicitly("shop")).isSameAs(before);

    mesh.service("bank/safe", "10.96.0.22", TestMesh.port("http", 80)).apply();
    assertThat(mesh.servedExplicitly("shop").changesSince(before))
        .isEqualTo(Map.of(ResourceType.ROUTE, Set.of(ROUTES)));
  }

  @Test
  void whatMayNotBeReachedIsntThere() {
    mesh.explicit(
            "shop",
            new Egress(
                OutboundTrafficPolicy.REGISTRY_ONLY, Optional.of(new TreeSet<>(Set.of("shop")))))
        .apply();

    assertThat(domains("shop")).contains("web:80").noneMatch(host -> host.contains("teller"));
    assertThat(routes("shop")).contains("block_all").doesNotContain(ELSEWHERE);
    assertThat(mesh.servedExplicitly("shop").resources(ResourceType.CLUSTER)).isEmpty();
    mesh.noService("shop/web").apply();
    assertThat(routes("shop")).as("for the listener's sake").contains("block_all");
  }

  @Test
  void aServiceWhoseClientsChooseIsReachedByName() {
    var peers = "outbound|8081||peers.shop.svc.cluster.local";
    mesh.headless("shop/peers", TestMesh.port("http", 8081), TestMesh.port("tcp", 7000))
        .endpoints("shop/peers", "http", 8081, "peers-0=10.0.0.1")
        .pod("shop/peers-0", Optional.of(new MeshPod("peers", true)))
        .explicit("shop", Egress.ALL)
        .apply();

    assertThat(mesh.servedExplicitly("shop").resources(ResourceType.CLUSTER))
        .containsOnlyKeys(ELSEWHERE, peers);
    assertThat(cluster(peers)).contains("dynamic_forward_proxy", "spiffe://", "/ns/shop/sa/peers");
    assertThat(domains("shop")).contains("*.peers:8081", "*.peers.shop.svc.cluster.local:8081");

    mesh.pod("shop/peers-0", Optional.empty()).apply();
    assertThat(cluster(peers)).contains("dynamic_forward_proxy").doesNotContain("spiffe://");
    mesh.noService("shop/peers").apply();
    assertThat(mesh.servedExplicitly("shop").resources(ResourceType.CLUSTER))
        .containsOnlyKeys(ELSEWHERE);
  }

  private List<String> domains(String namespace) {
    var route =
        mesh.servedExplicitly(namespace).find(ResourceType.ROUTE, ROUTES).orElseThrow().body();
    try {
      return Any.parseFrom(route).unpack(RouteConfiguration.class).getVirtualHostsList().stream()
          .flatMap(host -> host.getDomainsList().stream())
          .toList();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private String routes(String namespace) {
    return text(namespace, ResourceType.ROUTE, ROUTES);
  }

  private String cluster(String name) {
    return text("shop", ResourceType.CLUSTER, name);
  }

  private String text(String namespace, ResourceType type, String name) {
    return mesh.servedExplicitly(namespace).find(type, name).orElseThrow().body().toStringUtf8();
  }
}

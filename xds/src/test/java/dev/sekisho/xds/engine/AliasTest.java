package dev.sekisho.xds.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy;
import dev.sekisho.xds.resources.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AliasTest {
  private static final String FRONT = "front.bank.svc.cluster.local:80";

  private final TestMesh mesh =
      new TestMesh()
          .audience("shop")
          .audience("bank")
          .service("shop/web", "10.96.0.10", TestMesh.port("http", 80), TestMesh.port("tcp", 5432))
          .alias("bank/front", "web.shop.svc.cluster.local")
          .apply();

  @Test
  void requestsForTheOtherNameGoToTheServicesCluster() {
    assertThat(routes("shop", "80"))
        .contains(FRONT, "front.bank.svc", "outbound|80||web.shop.svc.cluster.local");
    assertThat(mesh.served("shop").resources(ResourceType.CLUSTER).keySet())
        .noneMatch(name -> name.contains("front"));
  }

  @Test
  void changesOfTheServiceReachItsOtherNamesHoweverFarTheyAre() {
    mesh.alias("bank/door", "front.bank.svc.cluster.local").apply();
    assertThat(routes("shop", "80")).contains("door.bank.svc.cluster.local:80");
    mesh.service("shop/web", "10.96.0.10", TestMesh.port("http", 8080)).apply();
    assertThat(mesh.served("shop").resources(ResourceType.ROUTE)).containsOnlyKeys("8080");
    assertThat(routes("shop", "8080"))
        .contains("front.bank.svc.cluster.local:8080", "door.bank.svc.cluster.local:8080");
    mesh.noService("bank/front").apply();
    assertThat(routes("shop", "8080")).doesNotContain("door", "front");
    mesh.noService("shop/web").apply();
    assertThat(mesh.served("shop").resources(ResourceType.ROUTE)).isEmpty();
  }

  @Test
  void anEndpointOfTheServiceDoesNotTouchRoutes() {
    var before = mesh.served("bank");
    mesh.endpoints("shop/web", "http", 8080, "web-1=10.0.0.1").apply();
    assertThat(mesh.served("bank").changesSince(before))
        .isEqualTo(
            Map.of(ResourceType.ENDPOINT, Set.of("outbound|80||web.shop.svc.cluster.local")));
  }

  @Test
  void anotherNameIsNoWayToAServiceThatIsNotSeen() {
    mesh.alias("bank/way-out", "www.example.com").audience("bank", only("bank")).apply();
    assertThat(mesh.served("bank").resources(ResourceType.ROUTE)).isEmpty();
    mesh.service("bank/own", "10.96.0.20", TestMesh.port("http", 80)).apply();
    assertThat(routes("bank", "80")).contains("own.bank", "block_all").doesNotContain("front");
    mesh.audience("bank", only("bank", "shop")).apply();
    assertThat(routes("bank", "80")).contains(FRONT);
  }

  @Test
  void whatIsNotSeenAnyMoreLeavesNothingBehind() {
    mesh.audience("bank", only("bank")).service("bank/own", "10.9.0.2", TestMesh.port("http", 80));
    mesh.alias("bank/front", "own.bank.svc.cluster.local").apply();
    assertThat(routes("bank", "80")).contains(FRONT);
    mesh.alias("bank/front", "web.shop.svc.cluster.local").apply();
    assertThat(routes("bank", "80")).doesNotContain("front");
  }

  @Test
  void circlesAndNamesOfNothingAreReported() {
    mesh.alias("shop/a", "b.shop.svc.cluster.local")
        .alias("shop/b", "a.shop.svc.cluster.local.")
        .alias("shop/self", "SELF.shop.svc.cluster.local")
        .alias("shop/lost", "nothing.shop.svc.cluster.local")
        .alias("shop/outside", "shop.svc.example.com")
        .apply();
    assertThat(mesh.problems())
        .isEqualTo(
            List.of("a", "b", "lost", "self").stream()
                .map(
                    "Service/shop/%s spec.externalName: leads to no Service of the cluster"
                        ::formatted)
                .toList());
  }

  private static Egress only(String... namespaces) {
    return new Egress(
        OutboundTrafficPolicy.REGISTRY_ONLY, Optional.of(new TreeSet<>(List.of(namespaces))));
  }

  private String routes(String namespace, String name) {
    return mesh.served(namespace)
        .find(ResourceType.ROUTE, name)
        .orElseThrow()
        .body()
        .toStringUtf8();
  }
}

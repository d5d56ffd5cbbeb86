package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Applications that know of no mesh, in a namespace whose label asks for it. */
@NodeTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeMeshIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesNode node;
  private NodeMesh mesh;
  private NodeShop shop;

  NodeMeshIT(KubernetesNode node) {
    this.node = node;
  }

  @BeforeAll
  void install() {
    mesh = NodeMesh.install(node);
    shop = mesh.shop();
  }

  @AfterEach
  void permitPlaintext() {
    mesh.permissive();
  }

  @AfterAll
  void uninstall() {
    mesh.close();
  }

  @Test
  void unchangedPodsAreReadyWithASidecarEach() {
    shop.awaitReady();
    assertThat(shop.readiness()).hasSize(7).containsOnly("2/2");
  }

  @Test
  void strictLetsTheGatewayThrough() {
    mesh.strict();

    Await.that("the gateway gets through", SOON, () -> mesh.throughGateway().exit() == 0);
  }

  @Test
  void requestsThroughTheGatewayReachEveryVersion() {
    var seen = new HashSet<String>();
    Await.that(
        "answers of all three versions of reviews, of " + seen,
        SOON,
        () -> {
          var run = mesh.throughGateway();
          if (run.exit() == 0) {
            seen.add(run.out().replaceAll("(?s).*\"reviews\",\"version\":\"(v\\d)\".*", "$1"));
          }
          return seen.size() == 3;
        });
    assertThat(seen).containsExactlyInAnyOrder("v1", "v2", "v3");
  }

  @Test
  void strictRefusesPlaintextFromOutsideAndPermissiveLetsItIn() {
    mesh.strict();

    assertThat(shop.call("catalog-v1", "http://storefront:9080/").orFail("in the mesh").out())
        .startsWith("200\n")
        .contains("\"reviews\"");
    assertThat(shop.call("catalog-v1", "http://ratings:9080/headers").orFail("headers").out())
        .contains("URI=spiffe://cluster.local/ns/" + shop.namespace() + "/sa/catalog");
    // Probes come from kubelet, which has no certificate.
    assertThat(shop.readiness()).containsOnly("2/2");

    mesh.permissive();
  }

  @Test
  void anExcludedPortGoesAroundTheSidecar() {
    mesh.strict();
    var annotation = "traffic.sidecar.istio.io/excludeInboundPorts: \"9080\"";
    node.apply(NodeManifests.annotated(shop.namespace(), "around", annotation));
    node.awaitRollout(shop.namespace(), "deployment/around");

    Await.that("the excluded port answers", SOON, () -> mesh.fromOutside("around").exit() == 0);

    node.kubectl("delete", "-n", shop.namespace(), "deployment,service", "around").orFail("delete");
  }

  @Test
  void aJobFinishesThoughItHasASidecar() {
    node.apply(NodeManifests.job(shop.namespace(), "once", "http://storefront:9080/"));
    node.await(shop.namespace(), "job/once", "done", s -> s.path("succeeded").asInt() == 1);
    node.kubectl("delete", "-n", shop.namespace(), "job", "once").orFail("delete");
  }

  @Test
  void aKilledApplicationAndAKilledSidecarRecover() {
    var pod = shop.pods("catalog").getFirst();
    for (var container : new String[] {"app", "sekisho-proxy"}) {
      NodeContainers.kill(node, shop.namespace(), pod, container);
      node.await(
          shop.namespace(),
          "pod/" + pod,
          container + " was started again",
          status ->
              NodeContainers.restarts(status, container) == 1 && NodeContainers.ready(status));
    }
    Await.that(
        "calls of the Pod",
        SOON,
        () -> shop.call("storefront-v1", "http://catalog:9080/").exit() == 0);
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A cluster whose control plane is replaced by another version, or is gone as a whole. */
@NodeTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class NodeReplicasIT {
  private static final int RATE = Integer.getInteger("sekisho.node.rate", 20);
  private static final int PODS = 7;
  private static final Duration SOON = Duration.ofSeconds(60);

  private final KubernetesNode node;
  private NodeMesh mesh;
  private NodeShop shop;

  NodeReplicasIT(KubernetesNode node) {
    this.node = node;
  }

  @BeforeAll
  void install() {
    mesh = NodeMesh.install(node);
    shop = mesh.shop();
    node.apply(Manifests.namespace("qa", "ingress-whitelist: \"*.qa.acmecorp.com\""));
  }

  @AfterAll
  void uninstall() {
    mesh.close();
  }

  @Test
  @Order(1)
  void nothingFailsDuringAnUpgradeAndARollback() {
    try (var admission = AdmissionTraffic.start(node, "qa", "load.qa.acmecorp.com", RATE);
        var calls = MeshTraffic.start(node, shop.namespace(), "http://storefront:9080/", RATE)) {
      Await.that("traffic", Command.SHORT, () -> admission.sent() > RATE);
      mesh.upgrade("podAnnotations.changed=yes");
      assertThat(changed()).isEqualTo("yes yes");
      mesh.rollback();
      assertThat(changed()).isBlank();
      admission.close();

      var outcomes = calls.end();
      System.out.printf(
          "%d admission requests during upgrade and rollback, mesh requests: %s%n",
          admission.sent(), outcomes);
      assertThat(admission.failures()).isEmpty();
      assertThat(outcomes).containsOnlyKeys("200");
    }
  }

  // The annotation changed on the control plane's Pods that aren't on their way out.
  private String changed() {
    return node.kubectl(
            "get",
            "pods",
            "-n",
            NodeHelm.NAMESPACE,
            "-l",
            "app.kubernetes.io/name=sekisho",
            "--field-selector=status.phase=Running",
            "-o",
            "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{with .metadata.annotations}}{{with .changed}}{{.}} {{end}}{{end}}{{end}}{{end}}")
        .orFail("kubectl get")
        .out()
        .strip();
  }

  @Test
  @Order(2)
  void withoutAnyReplicaTheClusterHealsItselfAndRecoversWhenTheyComeBack() {
    scale(NodeHelm.NAMESPACE, "sekisho", 0);
    // They go on answering for a while when they are told to end.
    var replicas = "app.kubernetes.io/component=control-plane";
    Await.that(
        "the replicas are gone",
        SOON,
        () -> node.get("pods", "-n", NodeHelm.NAMESPACE, "-l", replicas).path("items").isEmpty());
    var ingress = Manifests.ingress("qa", "asked", "asked.qa.acmecorp.com");
    assertThat(node.applyDryRun(ingress).err())
        .contains("failed calling webhook \"validate.sekisho.dev\"");

    node.kubectl("delete", "pods", "-n", "kube-system", "-l", "k8s-app=kube-dns", "--wait=false")
        .orFail("kubectl delete");
    node.awaitRollout("kube-system", "deployment/coredns");
    // As soon as names are resolved again.
    Await.that(
        "the route, without its control plane", SOON, () -> mesh.throughGateway().exit() == 0);
    scale(shop.namespace(), "catalog-v1", 2);

    scale(NodeHelm.NAMESPACE, "sekisho", 2);
    node.awaitRollout(NodeHelm.NAMESPACE, "deployment/sekisho");
    NodePolicies.awaitEnforced(node);
    assertThat(node.applyDryRun(ingress).exit()).isZero();
    // Whoever was refused a Pod asks again after as long as it has been refused.
    Await.that(
        "the Pod that was refused and all others",
        SOON.multipliedBy(3),
        () -> shop.readiness().equals(Collections.nCopies(PODS + 1, "2/2")));
    scale(shop.namespace(), "catalog-v1", 1);
    Await.that("the route", SOON, () -> mesh.throughGateway().exit() == 0);
  }

  private void scale(String namespace, String deployment, int replicas) {
    node.kubectl("scale", "-n", namespace, "deployment/" + deployment, "--replicas=" + replicas)
        .orFail("kubectl scale");
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The chart's life on an empty cluster, from installation to removal. */
@NodeTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class NodeInstallIT {
  private static final Duration INSTALLED = Duration.ofSeconds(60);

  private final KubernetesNode node;
  private final NodeHelm helm;
  private Duration installation = Duration.ZERO;

  NodeInstallIT(KubernetesNode node) {
    this.node = node;
    this.helm = new NodeHelm(node);
  }

  @BeforeAll
  void install() {
    ProductImages.load(node);
    long started = System.nanoTime();
    helm.install();
    installation = Duration.ofNanos(System.nanoTime() - started);
    System.out.println("helm install took " + installation.toMillis() + " ms until all was ready");
    node.apply(NodePolicies.edge()); // which the webhook is asked about, and is believed
    node.apply(Manifests.namespace("qa", "ingress-whitelist: \"*.qa.acmecorp.com\""));
    node.apply(Manifests.namespace("production", "ingress-whitelist: \"*.acmecorp.com\""));
    node.apply(Manifests.namespace("staging", "ingress-whitelist: \"*.acmecorp.com\""));
    NodePolicies.awaitEnforced(node);
  }

  @AfterAll
  void uninstall() {
    helm.run("uninstall", "sekisho", "--ignore-not-found", "--wait");
  }

  @Test
  @Order(1)
  void isReadySoonInANamespaceThatEnforcesRestricted() {
    assertThat(installation).isLessThan(INSTALLED);
    var pods = node.get("pods", "-n", NodeHelm.NAMESPACE).path("items");
    assertThat(pods).hasSize(2).allMatch(NodeEvidence::isWell);
  }

  @Test
  @Order(2)
  void helmTestPasses() {
    assertThat(helm.run("test", "sekisho", "--timeout", "60s").orFail("helm test").out())
        .contains("Succeeded");
  }

  @Test
  @Order(3)
  void referenceCasesAreDecidedAsUsersReadThem() {
    node.apply(Manifests.ingress("production", "ingress-ok", "signin.acmecorp.com"));
    assertThat(node.applyExpectingDenial(Manifests.ingress("qa", "ingress-bad", "acmecorp.com")))
        .isEqualTo(NodePolicies.DENIAL + "invalid ingress host \"acmecorp.com\"\n");
    assertThat(
            node.applyExpectingDenial(
                Manifests.ingress("staging", "ingress-ok", "signin.acmecorp.com")))
        .isEqualTo(
            NodePolicies.DENIAL
                + "invalid ingress host \"signin.acmecorp.com\""
                + " (conflicts with production/ingress-ok)\n");
  }

  @Test
  @Order(4)
  void afterUninstallationEverythingDeploys() {
    helm.run("uninstall", "sekisho", "--wait", "--timeout", "2m").orFail("helm uninstall");

    assertThat(node.get("validatingwebhookconfigurations").path("items")).isEmpty();
    assertThat(node.get("mutatingwebhookconfigurations").path("items")).isEmpty();
    node.apply(Manifests.ingress("qa", "ingress-bad", "acmecorp.com"));
    node.apply(NodeManifests.application("staging", "web", 1));
    node.awaitRollout("staging", "deployment/web");
    assertThat(
            node.get("clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/name=sekisho")
                .path("items"))
        .isEmpty();
  }
}

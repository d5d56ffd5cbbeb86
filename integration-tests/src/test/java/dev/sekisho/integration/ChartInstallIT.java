package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The chart's life on an API server, by the real Helm; nobody runs what it installs. In the order
 * in which people do it.
 */
@KubernetesTest(ownServer = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartInstallIT {
  /** All but what takes definitions of the Prometheus operator. */
  private static final String VALUES =
      SekishoChart.EVERYTHING.replaceAll("(?m)^  (serviceMonitor|podMonitor|rules):.*\\n", "");

  private static final String BUNDLE =
      Base64.getEncoder().encodeToString("any".getBytes(StandardCharsets.US_ASCII));

  private static List<String> before = List.of();

  @BeforeAll
  static void lookAround(Cluster cluster) {
    cluster
        .kubectl(
            "label",
            "namespace",
            Cluster.HOME,
            "pod-security.kubernetes.io/enforce=restricted",
            "pod-security.kubernetes.io/warn=restricted")
        .orFail("kubectl label");
    cluster.apply(Manifests.serviceAccount(Cluster.HOME));
    before = everything(cluster);
  }

  private static Command helm(Cluster cluster, String values, String... arguments) {
    var all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--namespace=" + Cluster.HOME);
    all.add("--kubeconfig=" + cluster.server().kubeconfig());
    return SekishoChart.helm(values, all.toArray(String[]::new))
        .orFail("helm " + String.join(" ", arguments));
  }

  private static String chart() {
    return SekishoChart.FOLDER.toString();
  }

  private static Command check(Cluster cluster) {
    return Command.sekisho("check", "--kubeconfig=" + cluster.server().kubeconfig());
  }

  @Test
  @Order(1)
  void installs(Cluster cluster) {
    var check = check(cluster);
    assertThat(check.out()).contains("Sekisho isn't installed");
    assertThat(check.exit()).as(check.err()).isZero();

    var run = helm(cluster, VALUES, "install", "sekisho", chart(), "--values=-");

    assertThat(run.err()).doesNotContain("PodSecurity", "Warning");
    assertThat(run.out())
        .contains("rollout status deployment/sekisho", "helm -n sekisho-system test");
  }

  @Test
  @Order(2)
  void aNamespaceThatEnforcesRestrictedTakesItsPods(Cluster cluster) {
    var objects = SekishoChart.objects(SekishoChart.template(VALUES));
    for (String name : List.of("sekisho", "sekisho-gateway")) {
      var template = SekishoChart.only(objects, "Deployment", name).at("/spec/template");
      var pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
      pod.putObject("metadata").put("name", name);
      pod.set("spec", template.path("spec"));
      cluster.createDryRun(Cluster.HOME, pod.toString()).orFail("a Pod of " + name);
    }
    cluster
        .createDryRun(Cluster.HOME, SekishoChart.only(objects, "Pod", "sekisho-test").toString())
        .orFail("the Pod of helm test");
  }

  /** The API server makes Roles when it starts, and gives up if our webhook refuses them. */
  @Test
  @Order(3)
  void theApiServerStartsWhileNobodyAnswers(Cluster cluster) {
    var refused = cluster.applyAnyway(Manifests.ingress("default", "any", "any.example"));
    assertThat(refused.err()).contains("failed calling webhook \"validate.sekisho.dev\"");

    var role =
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: any}\n";
    assertThat(cluster.applyAnyway(role).err())
        .contains("failed calling webhook \"cluster.validate.sekisho.dev\"");
    cluster.kubectl("delete", "clusterrole/system:basic-user").orFail("kubectl delete");

    cluster.server().stop();
    cluster.server().startAgain();

    cluster.read("/apis/rbac.authorization.k8s.io/v1/clusterroles/system:basic-user");
    // What heals the cluster is let through, also now.
    cluster.apply(
        "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: kube-system, name: any}}");
    for (String namespace : List.of("kube-system", "kube-public", Cluster.HOME)) {
      var own = "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: any}}";
      cluster.createDryRun(namespace, own).orFail("a Role in " + namespace);
    }
    cluster.kubectl("delete", "-n", "kube-system", "configmap/any").orFail("kubectl delete");
  }

  @Test
  @Order(4)
  void upgradesAndRollbacksLeaveCaBundleAlone(Cluster cluster) {
    var unfilled = check(cluster);
    assertThat(unfilled.exit()).isEqualTo(1);
    assertThat(unfilled.out()).contains("no caBundle in validate.sekisho.dev", "has what it needs");
    for (String path : List.of(InstalledWebhooks.VALIDATING, InstalledWebhooks.MUTATING)) {
      fill(cluster, path);
    }
    var filled = check(cluster);
    assertThat(filled.exit()).as(filled.out()).isZero();
    assertThat(filled.out()).contains("registered, with caBundle").doesNotContain("problem");
    var more = VALUES + "replicas: 3\n";
    for (String how : List.of("--server-side=true", "--server-side=false")) {
      helm(
          cluster,
          more,
          "upgrade",
          "sekisho",
          chart(),
          "--values=-",
          "--force-conflicts=false",
          how);
      assertBundles(cluster, how);
    }
    assertThat(
            cluster
                .read("/apis/apps/v1/namespaces/" + Cluster.HOME + "/deployments/sekisho")
                .at("/spec/replicas")
                .asInt())
        .isEqualTo(3);
    helm(cluster, "", "rollback", "sekisho", "1");
    assertBundles(cluster, "rollback");
    // An entry more and one less.
    var less =
        VALUES.replace("honourIstioInjectionLabel: true", "honourIstioInjectionLabel: false");
    helm(cluster, less, "upgrade", "sekisho", chart(), "--values=-");
    assertThat(names(cluster, InstalledWebhooks.MUTATING)).hasSize(3);
    assertBundles(cluster, "an entry less");
    helm(cluster, VALUES, "upgrade", "sekisho", chart(), "--values=-");
    assertThat(names(cluster, InstalledWebhooks.MUTATING)).hasSize(4);
  }

  /** As the leader does. */
  private static void fill(Cluster cluster, String path) {
    var patch = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < names(cluster, path).size(); i++) {
      patch
          .addObject()
          .put("op", "add")
          .put("path", "/webhooks/" + i + "/clientConfig/caBundle")
          .put("value", BUNDLE);
    }
    var kind = path.equals(InstalledWebhooks.MUTATING) ? "mutating" : "validating";
    cluster
        .kubectl(
            "patch", kind + "webhookconfiguration/sekisho", "--type=json", "-p", patch.toString())
        .orFail("kubectl patch");
  }

  private static List<String> names(Cluster cluster, String path) {
    return cluster
        .read(path)
        .path("webhooks")
        .valueStream()
        .map(entry -> entry.path("name").asText())
        .toList();
  }

  private static void assertBundles(Cluster cluster, String after) {
    for (String path : List.of(InstalledWebhooks.VALIDATING, InstalledWebhooks.MUTATING)) {
      assertThat(cluster.read(path).path("webhooks").valueStream())
          .as("%s after %s", path, after)
          .isNotEmpty()
          .allMatch(entry -> entry.at("/clientConfig/caBundle").asText().equals(BUNDLE));
    }
  }

  @Test
  @Order(5)
  void uninstallingLeavesNothing(Cluster cluster) {
    helm(cluster, "", "uninstall", "sekisho");

    assertThat(everything(cluster)).containsExactlyInAnyOrderElementsOf(before);
    // Nobody is asked any more.
    cluster.apply(Manifests.ingress("default", "any", "any.example"));
  }

  /** The names of all objects of all kinds, but for what the API server makes by itself. */
  private static List<String> everything(Cluster cluster) {
    var kinds =
        cluster
            .kubectl("api-resources", "--verbs=list", "-o", "name")
            .orFail("kubectl api-resources")
            .out()
            .lines()
            .filter(kind -> !kind.startsWith("events") && !kind.startsWith("leases"))
            .toList();
    var found = new TreeSet<String>();
    var all =
        cluster
            .kubectl("get", String.join(",", kinds), "-A", "-o", "json", "--ignore-not-found")
            .orFail("kubectl get")
            .out();
    for (JsonNode object : SekishoChart.tree(all).path("items")) {
      if (!object.at("/metadata/name").asText().startsWith("kube-apiserver-")) {
        found.add(
            Stream.of("/kind", "/metadata/namespace", "/metadata/name")
                .map(pointer -> object.at(pointer).asText())
                .collect(Collectors.joining(" ")));
      }
    }
    return List.copyOf(found);
  }
}

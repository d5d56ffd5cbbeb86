package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The control plane with the rights that the chart grants it, registered as the chart says; what it
 * does there shows all of them, which {@link RightsIT} compares in the end.
 */
@KubernetesTest(audited = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartRbacIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String RULES =
      "/apis/admissionregistration.k8s.io/v1/%swebhookconfigurations/sekisho-rules";
  private static final String METRICS =
      "control-plane/src/main/java/dev/sekisho/controlplane/serve/Metrics.java";

  private static final String RULE =
      """
        rules:
        - name: none
          match: {apiGroups: [networking.k8s.io], resources: [%s], operations: [CREATE]}
          expression: "false"
          message: "not here"
        mutations:
        - name: marked
          match: {apiGroups: [""], resources: [%s], operations: [CREATE]}
          jsonPatch: >-
            [JSONPatch{op: "add", path: "/metadata/annotations", value: {"marked": "yes"}}]
      """;

  private static List<JsonNode> objects = List.of();
  private static ControlPlaneProcess controlPlane;

  @BeforeAll
  static void start(Cluster cluster) throws IOException {
    for (String tool : List.of("istio-crds", "gateway-api-crds")) {
      cluster
          .kubectl("apply", "--server-side", "-f", Tools.path(tool).toString())
          .orFail("kubectl apply");
    }
    cluster.apply(ProviderClassIT.DEFINITION);
    objects =
        SekishoChart.objects(
            SekishoChart.template("{gateway: {enabled: true}, clusterDomain: cluster.local}"));
    SekishoChart.apply(cluster, objects, ChartRights.KINDS);
    SekishoChart.apply(cluster, objects, Set.of("ConfigMap"));
    var folder = Tools.newData("chart");
    var config =
        Files.writeString(
            folder.resolve("config.yaml"),
            SekishoChart.only(objects, "ConfigMap", "sekisho").at("/data/config.yaml").asText());
    controlPlane =
        ControlPlaneProcess.startInCluster(
            cluster, cluster.kubeconfigOf("sekisho"), "--config=" + config);
    register(cluster);
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  /** The chart's configurations, with a URL in place of a Service that nobody routes here. */
  private static void register(Cluster cluster) {
    for (JsonNode object : objects) {
      if (object.path("kind").asText().endsWith("WebhookConfiguration")) {
        for (JsonNode entry : object.path("webhooks")) {
          var client = (ObjectNode) entry.path("clientConfig");
          var path = client.remove("service").path("path").asText();
          client.put("url", "https://127.0.0.1:" + controlPlane.webhookPort() + path);
        }
      }
    }
    SekishoChart.apply(
        cluster, objects, Set.of("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"));
    for (String path : List.of(InstalledWebhooks.VALIDATING, InstalledWebhooks.MUTATING)) {
      Await.that(
          "caBundle in each entry of " + path,
          SOON,
          () ->
              cluster
                  .read(path)
                  .path("webhooks")
                  .valueStream()
                  .allMatch(entry -> entry.at("/clientConfig").hasNonNull("caBundle")));
    }
  }

  @Test
  @Order(1)
  void policiesAreReviewedAndReportedOn(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    cluster.awaitPolicyStatus("ok");
    Await.that(
        "a wrong policy is refused",
        SOON,
        () ->
            cluster
                .kubectl(
                    "patch",
                    "configmap/edge",
                    "-n",
                    Cluster.HOME,
                    "--type=merge",
                    "-p",
                    "{\"data\": {\"edge.yaml\": \"nonsense: true\"}}")
                .err()
                .contains("admission webhook \"policy.sekisho.dev\" denied the request"));
    var team = cluster.freshNamespace("own-policy", "");
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {namespace: %s, name: own, labels: {sekisho.dev/policy: "true"}}
        data:
          own.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: own}
            spec: {hosts: {deny: ["*.example.net"]}}
        """
            .formatted(team));
    var path = "/api/v1/namespaces/" + team + "/configmaps/own";
    Await.that(
        "the status of a namespace's policy",
        SOON,
        () -> cluster.read(path).path("metadata").toString().contains("policy-status"));
    cluster.api().delete(path).orFail();
  }

  @Test
  @Order(2)
  void hostsAreJudgedAndLosersTold(Cluster cluster) {
    var team = cluster.freshTeam("chart", "*.chart.example");
    assertThat(cluster.applyExpectingDenial(Manifests.ingress(team, "bad", "bad.example")))
        .contains("admission webhook \"validate.sekisho.dev\" denied the request");
    cluster.apply(Manifests.ingress(team, "good", "good.chart.example"));

    var other = cluster.freshTeam("unseen", "*.chart.example");
    cluster.kubectl("label", "namespace", other, "sekisho.dev/webhook=ignore").orFail("label");
    Await.that(
        "an Ingress of a namespace that is ignored isn't asked about",
        SOON,
        () ->
            cluster.applyAnyway(Manifests.ingress(other, "late", "good.chart.example")).exit()
                == 0);
    // Of two of the same second either may be the loser.
    Await.that(
        "the loser's Event",
        SOON,
        () -> cluster.read("/api/v1/events").toString().contains("NotRouted"));
  }

  @Test
  @Order(3)
  void namespacesWithInjectionGetTheRoots(Cluster cluster) {
    var team = cluster.freshNamespace("injected", "");
    cluster.kubectl("label", "namespace", team, "sekisho.dev/injection=enabled").orFail("label");
    Await.that(
        "the roots in " + team,
        SOON,
        () ->
            cluster
                    .api()
                    .get("/api/v1/namespaces/" + team + "/configmaps/sekisho-ca-root-cert")
                    .status()
                == 200);
  }

  @Test
  @Order(4)
  void ownRulesAreRegisteredAndTakenBack(Cluster cluster) {
    for (String resources : List.of("networkpolicies", "networkpolicies, ingressclasses")) {
      cluster.putPolicy(Cluster.EDGE + RULE.formatted(resources, "services, endpoints"));
      Await.that("rules about " + resources, SOON, () -> registered(cluster, resources));
    }
    var mutating = cluster.read(RULES.formatted("mutating"));
    assertThat(mutating.at("/metadata/ownerReferences/0/name").asText()).isEqualTo("sekisho");
    assertThat(mutating.at("/webhooks/0/namespaceSelector").toString())
        .as("namespaces with injection have policies, too")
        .doesNotContain("injection", "istio.io/rev")
        .contains("kube-system");
    assertThat(mutating.at("/webhooks/0/matchConditions").toString()).contains("system:apiserver");

    // A change that keeps them there.
    cluster.putPolicy(Cluster.EDGE + RULE.formatted("networkpolicies", "services"));
    Await.that(
        "fewer rules",
        SOON,
        () ->
            !cluster.read(RULES.formatted("validating")).toString().contains("ingressclasses")
                && !cluster.read(RULES.formatted("mutating")).toString().contains("endpoints"));
    cluster.putPolicy(Cluster.EDGE);
    for (String kind : List.of("validating", "mutating")) {
      Await.that(
          "no rules of the " + kind,
          SOON,
          () -> cluster.api().get(RULES.formatted(kind)).status() == 404);
    }
  }

  private static boolean registered(Cluster cluster, String resources) {
    var found = cluster.api().get(RULES.formatted("validating")).body();
    return Stream.of(resources.split(", ", -1)).allMatch(found::contains);
  }

  @Test
  @Order(5)
  void theChartsGatewayIsServedWithItsCertificates(Cluster cluster) throws Exception {
    var host = "tls.gateway.example";
    var pair = TlsPair.forHost(host);
    var team = cluster.freshTeam("gateway", "*.gateway.example");
    try (var upstream = Upstream.start("served");
        var gateway = ChartGateway.start(cluster, controlPlane, objects)) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + pair.secret(team, "cert")
              + Manifests.ingress(
                  team,
                  "front",
                  "",
                  "ingressClassName: sekisho\ntls: [{hosts: [%s], secretName: cert}]\n"
                          .formatted(host)
                      + Manifests.rule(host)));

      gateway.envoy().awaitReply(host, 200, "served", SOON);
      Await.that(
          "its certificate",
          SOON,
          () ->
              gateway
                  .envoy()
                  .getSecure(host, "/", pair.trusted())
                  .filter(a -> a.certificate().getSerialNumber().equals(pair.serial()))
                  .isPresent());
      assertThat(Metrics.page(gateway.readinessPort(), "/healthz/ready")).startsWith("LIVE");
      assertThat(Metrics.page(gateway.metricsPort(), "/stats/prometheus"))
          .contains("envoy_http_downstream_rq_total");
    }
  }

  @Test
  @Order(6)
  void whatIsMonitoredIsThere() throws IOException {
    var files =
        Files.readString(SekishoChart.FOLDER.resolve("files/alerts.yaml"))
            + Files.readString(SekishoChart.FOLDER.resolve("files/dashboards/control-plane.json"));
    var named =
        Pattern.compile("\\b(sekisho|jvm|process)_[a-z_]+")
            .matcher(files)
            .results()
            .map(result -> result.group())
            .collect(Collectors.toCollection(TreeSet::new));
    var page = Metrics.page(controlPlane.adminPort(), "/metrics");
    var code = Files.readString(Tools.repository().resolve(METRICS));

    assertThat(named).hasSizeGreaterThan(15);
    assertThat(named)
        .allSatisfy(
            name ->
                assertThat(isThere(page, name) || isCountedWhenItHappens(code, name))
                    .as(name)
                    .isTrue());
  }

  private static boolean isThere(String page, String name) {
    return page.lines()
        .anyMatch(line -> line.startsWith(name + " ") || line.startsWith(name + "{"));
  }

  /** A counter of what goes wrong begins with the first time. */
  private static boolean isCountedWhenItHappens(String code, String name) {
    return name.endsWith("_total")
        && code.contains("\"" + name.replace("_total", "").replace('_', '.') + "\"");
  }

  @Test
  @Order(7)
  void nothingWasForbidden(Cluster cluster) {
    // Until a policy's last good text is gone, too.
    cluster.api().delete("/api/v1/namespaces/" + Cluster.HOME + "/configmaps/edge").orFail();
    Await.that(
        "a last good text is deleted",
        SOON,
        () -> requests(cluster).anyMatch(record -> record.path("verb").asText().equals("delete")));

    assertThat(requests(cluster)).hasSizeGreaterThan(50);
    assertThat(requests(cluster))
        .filteredOn(record -> record.at("/responseStatus/code").asInt() == 403)
        .extracting(Right::used)
        .isEmpty();
  }

  private static Stream<JsonNode> requests(Cluster cluster) {
    return cluster.server().auditLog().stream()
        .map(SekishoChart::tree)
        .filter(record -> record.at("/user/username").asText().equals(ChartRights.ACCOUNT));
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.integration.LeakScan.Place;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nothing secret shows anywhere: the last class of a run. It brings secrets to all places where
 * they might leak, and then looks through what the whole run has left, for all that the whole run
 * has planted.
 */
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@KubernetesTest
class LeakIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final AtomicBoolean LOOKED = new AtomicBoolean();

  /** Fails on objects whose values aren't what it takes them for, and on others it does not. */
  private static final String POLICY =
      Cluster.EDGE
          + """
            secrets: {default: deny}
            rules:
            - name: converts
              match: {apiGroups: [""], resources: [secrets], operations: [CREATE, UPDATE]}
              expression: "int(object.stringData.password) > 3"
              message: "a Secret is a number"
            - name: never
              match: {apiGroups: [""], resources: [configmaps], operations: [CREATE]}
              expression: "object.data.password == 'public'"
          """;

  private static final String RULES =
      """
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods, secrets, configmaps]
      """;

  /** Whether the run has been looked through: what comes after it would be seen by nobody. */
  static boolean hasLooked() {
    return LOOKED.get();
  }

  private static String secret(String origin) {
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    return Canaries.plant(Canary.Kind.VALUE, origin, "canary-" + HexFormat.of().formatHex(random));
  }

  @Test
  @Order(1)
  void secretsGoWhereTheyMightLeak(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    var team = cluster.freshTeam("leak", "*.leak.example");
    cluster.apply(Manifests.serviceAccount(team));
    try (var controlPlane = ControlPlaneProcess.start(cluster);
        var upstream = Upstream.start("leak");
        var webhook = new AdmissionClient(controlPlane)) {
      serveByTls(cluster, controlPlane, upstream, team);
      var web = TestPod.create(cluster, team, "web", "web");
      showTokens(controlPlane, web);
      showAsSidecar(controlPlane, web, upstream);

      cluster.putPolicy(POLICY);
      cluster.register(controlPlane, RULES);
      askAboutSecrets(cluster, team);
      askInBrokenReviews(webhook);
      cluster.putPolicy(Cluster.EDGE.replace("hosts:", "hots:"));
      cluster.awaitPolicyStatus("error");
    }
  }

  private static void serveByTls(
      Cluster cluster, ControlPlaneProcess controlPlane, Upstream upstream, String team) {
    var host = "shop.leak.example";
    var pair = TlsPair.forHost(host);
    var broken = TlsPair.forHost("broken.leak.example");
    var half =
        broken.key().substring(0, broken.key().length() / 2) + "\n-----END PRIVATE KEY-----\n";
    try (var envoy = controlPlane.startGateway("leak")) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + pair.secret(team, "cert")
              + new TlsPair(broken.serial(), broken.certificate(), half).secret(team, "half")
              + Manifests.tlsIngress(team, "shop", host, "cert")
              + Manifests.tlsIngress(team, "half", "broken.leak.example", "half")
              + Manifests.ingress(team, "withheld", "else.example"));
      Await.that(
          "HTTPS with the planted key",
          SOON,
          () -> envoy.getSecure(host, "/", pair.trusted()).isPresent());
      Await.that("an Event", SOON, () -> !cluster.read("/api/v1/events").path("items").isEmpty());
    }
  }

  private static void showTokens(ControlPlaneProcess controlPlane, TestPod web) {
    for (var token : List.of(web.token(), web.token("elsewhere"), web.unboundToken())) {
      try (var client = SdsClient.withToken(controlPlane, token, web.sidecar())) {
        Await.that("an answer", SOON, () -> client.wasServed() || client.isEnded());
      }
    }
  }

  private static void showAsSidecar(
      ControlPlaneProcess controlPlane, TestPod web, Upstream upstream) {
    try (var envoy =
        TestSidecar.server(TestSidecar.Home.of(controlPlane), web, Ports.free(), upstream)) {
      Await.that("its certificate", SOON, () -> envoy.admin("/certs").contains(web.spiffeId()));
    }
  }

  private static void askAboutSecrets(Cluster cluster, String team) {
    var manifest = "apiVersion: v1\nkind: Secret\nmetadata: {namespace: %s, name: %s}\n";
    cluster.applyAnyway(
        manifest.formatted(team, "password")
            + "stringData: {password: \""
            + secret("Secret")
            + "\"}");
    cluster.applyAnyway(
        manifest.formatted(team, "data")
            + "data: {password: "
            + Pem.base64(secret("data of a Secret"))
            + "}");
    cluster.applyAnyway(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {namespace: %s, name: c}\n".formatted(team)
            + "data: {password: \""
            + secret("ConfigMap that is refused")
            + "\"}");
    var refused = Manifests.pod(team, "refused", "note: \"" + secret("annotation") + "\"");
    var admitted =
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: admitted}
        spec:
          containers:
          - name: web
            image: registry.example/web
            args: ["--password=%s"]
            env: [{name: PASSWORD, value: "%s"}]
        """
            .formatted(team, secret("argument"), secret("variable"));
    assertThat(cluster.applyExpectingDenial(refused)).contains("invalid pod secret");
    cluster.applyAnyway(admitted).orFail("kubectl apply");
  }

  /** What an API server wouldn't send: an object of the wrong shape, and none at all. */
  private static void askInBrokenReviews(AdmissionClient webhook) {
    var review =
        """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
         "uid": "u", "operation": "CREATE", "name": "a", "namespace": "default",
         "kind": {"group": "", "version": "v1", "kind": "Pod"},
         "resource": {"group": "", "version": "v1", "resource": "pods"},
         "userInfo": {"username": "admin"},
         "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {
          "containers": [{"name": "a", "env": {"PASSWORD": "%s"}, "envFrom": "%s"}],
          "volumes": ["%s"]}}}}
        """
            .formatted(secret("env"), secret("envFrom"), secret("volumes"));
    webhook.send(review);
    webhook.send(review.substring(0, review.length() - 20));
    webhook.send("{\"password\": \"" + secret("no review") + "\"}");
    webhook.send(secret("no JSON"));
  }

  @Test
  @Order(2)
  void nothingShowsAnywhere(Cluster cluster) {
    cluster.keepEvidence();
    LOOKED.set(true);
    var begin = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    var canaries = Canaries.all();

    var result = new LeakScan(canaries).look(Tools.logs("").toAbsolutePath(), begin);

    System.out.printf(
        "looked for %d canaries (%s) in %s, %,d characters%n",
        canaries.size(),
        canaries.stream().collect(Collectors.groupingBy(Canary::kind, Collectors.counting())),
        result.files(),
        result.characters());
    assertThat(canaries)
        .as("kinds of canaries")
        .extracting(Canary::kind)
        .contains(Canary.Kind.values());
    assertThat(result.files()).as("places looked through").containsOnlyKeys(Place.values());
    assertThat(result.files().values()).as("places with anything in them").allMatch(n -> n > 0);
    assertThat(result.leaks()).isEmpty();
  }
}

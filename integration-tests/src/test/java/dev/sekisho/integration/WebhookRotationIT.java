package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The API server calls the webhook all through a root's life and its end, and never in vain. */
@KubernetesTest
class WebhookRotationIT {
  private static final Duration CYCLE = Duration.ofSeconds(90);
  private static final Duration BETWEEN = Duration.ofMillis(10);

  /** Of the certificates of a root that lives for 40 s. */
  private static final String[] SHORT_LIVES = {
    "--root-lifetime=40s",
    "--workload-certificate-lifetime=10s",
    "--serving-certificate-lifetime=10s"
  };

  @Test
  void noCallFailsWhileOneRootTakesTheOthersPlace(Cluster cluster) throws InterruptedException {
    new SecretObject(cluster, "sekisho-ca").delete();
    new SecretObject(cluster, "cacerts").delete();
    cluster.putPolicy(Cluster.EDGE);
    var team = cluster.freshTeam("rotation", "*.rotation.example");
    try (var one = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES);
        var other = ControlPlaneProcess.startInCluster(cluster, SHORT_LIVES)) {
      cluster.apply(installed(one, other));
      Await.that("the webhook is asked", CYCLE, () -> create(cluster, team, "any.test") == 403);
      var first = bundle(cluster);

      var wrong = new ConcurrentLinkedQueue<String>();
      var calls = new AtomicInteger();
      var over = new AtomicBoolean();
      var users = Thread.ofPlatform().start(() -> apply(cluster, team, over, calls, wrong));
      var bundles = new HashSet<>(List.of(first));
      Await.that(
          "a bundle without the first root",
          CYCLE,
          () -> {
            var now = bundle(cluster);
            bundles.add(now);
            return !now.contains(first.strip());
          });
      over.set(true);
      users.join();

      System.out.printf(
          "%d calls while caBundle was %d different ones%n", calls.get(), bundles.size());
      assertThat(wrong).isEmpty();
      assertThat(bundles).as("the old root, both, the new one").hasSizeGreaterThanOrEqualTo(3);
      assertThat(calls.get()).isGreaterThan(500);
    }
  }

  /** Both replicas are asked about each Ingress, and their answers may not fail. */
  private static String installed(ControlPlaneProcess one, ControlPlaneProcess other) {
    return """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: sekisho}
      webhooks:
      - name: validate.sekisho.dev
        clientConfig: {url: "https://127.0.0.1:%d/validate"}
        rules: &rules
        - apiGroups: [networking.k8s.io]
          apiVersions: ["*"]
          operations: [CREATE, UPDATE]
          resources: [ingresses]
        admissionReviewVersions: [v1]
        sideEffects: NoneOnDryRun
        timeoutSeconds: 5
        failurePolicy: Fail
      - name: second.sekisho.dev
        clientConfig: {url: "https://localhost:%d/validate"}
        rules: *rules
        admissionReviewVersions: [v1]
        sideEffects: NoneOnDryRun
        timeoutSeconds: 5
        failurePolicy: Fail
      """
        .formatted(one.webhookPort(), other.webhookPort());
  }

  /** Applies what is right and what is wrong in turn, until it is over. */
  private static void apply(
      Cluster cluster, String team, AtomicBoolean over, AtomicInteger calls, Queue<String> wrong) {
    while (!over.get()) {
      boolean right = calls.incrementAndGet() % 2 == 0;
      int status = create(cluster, team, right ? "a.rotation.example" : "bad.test");
      if (status != (right ? 201 : 403)) {
        wrong.add(calls.get() + ": " + status);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  private static int create(Cluster cluster, String team, String host) {
    var path = "/apis/networking.k8s.io/v1/namespaces/" + team + "/ingresses?dryRun=All";
    return cluster.api().post(path, ingress(host)).status();
  }

  private static ObjectNode ingress(String host) {
    var ingress = JsonNodeFactory.instance.objectNode();
    ingress.put("apiVersion", "networking.k8s.io/v1").put("kind", "Ingress");
    ingress.putObject("metadata").put("name", "any");
    ingress.putObject("spec").putArray("rules").addObject().put("host", host);
    return ingress;
  }

  /** The certificates in caBundle. */
  private static String bundle(Cluster cluster) {
    var entry = cluster.read(InstalledWebhooks.VALIDATING).at("/webhooks/1/clientConfig");
    var pem = Base64.getDecoder().decode(entry.path("caBundle").asText());
    return new String(pem, StandardCharsets.US_ASCII);
  }
}

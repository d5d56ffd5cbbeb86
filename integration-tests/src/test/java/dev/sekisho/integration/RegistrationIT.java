package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The webhook configurations stay right, whoever meddles with them. */
@KubernetesTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistrationIT {
  private static final Duration REPAIRED = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String RULES =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/sekisho-rules";
  private static final String MUTATING_RULES = RULES.replace("validating", "mutating");
  private static final String BUNDLE = "/webhooks/0/clientConfig/caBundle";
  private static final String APPLIER = "--field-manager=gitops";
  private static final String NETWORK_POLICY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {namespace: %s, name: %s}
      spec: {podSelector: {}}
      """;
  private static final String RULE =
      """
        rules:
        - name: no-network-policies
          match: {apiGroups: [networking.k8s.io], resources: [ingresses, networkpolicies]}
          expression: "object.kind != 'NetworkPolicy'"
          message: "not here"
        mutations:
        - name: marked
          match: {apiGroups: [""], resources: [configmaps], operations: [CREATE]}
          jsonPatch: >-
            [JSONPatch{op: "add", path: "/metadata/annotations",
              value: {"acme.example/marked": object.metadata.name}}]
      """;

  private static ControlPlaneProcess controlPlane;
  private static InstalledWebhooks webhooks;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    controlPlane = ControlPlaneProcess.start(cluster);
    webhooks = new InstalledWebhooks(cluster, controlPlane);
  }

  @BeforeEach
  void install(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    remove(cluster);
    cluster.apply(webhooks.manifests(""));
    took("filled", webhooks.awaitRight(REPAIRED));
  }

  @AfterAll
  static void stop(Cluster cluster) {
    remove(cluster);
    controlPlane.close();
  }

  private static void remove(Cluster cluster) {
    for (var path : new String[] {InstalledWebhooks.VALIDATING, InstalledWebhooks.MUTATING}) {
      cluster.api().delete(path);
    }
    Await.that(
        "no configuration of our own",
        SOON,
        () -> webhooks.find(RULES).isEmpty() && webhooks.find(MUTATING_RULES).isEmpty());
  }

  private static void took(String what, Duration duration) {
    System.out.println("caBundle " + what + ": right after " + duration.toMillis() + " ms");
  }

  private static void patch(Cluster cluster, String operations) {
    cluster
        .kubectl(
            "patch", "validatingwebhookconfiguration", "sekisho", "--type=json", "-p", operations)
        .orFail("kubectl patch");
  }

  private static void awaitCalled(Cluster cluster) {
    var team = cluster.freshTeam("registered", "*.example");
    Await.that(
        "the webhook is called",
        SOON,
        () ->
            cluster
                .applyAnyway(Manifests.ingress(team, "any", "any.test"))
                .err()
                .endsWith("invalid ingress host \"any.test\"\n"));
    cluster.apply(Manifests.ingress(team, "any", team + ".example"));
  }

  @Test
  void aFilledOneIsCalled(Cluster cluster) {
    awaitCalled(cluster);
  }

  @Test
  void emptiedByHand(Cluster cluster) {
    patch(cluster, "[{\"op\": \"remove\", \"path\": \"%s\"}]".formatted(BUNDLE));
    took("emptied", webhooks.awaitRight(REPAIRED));
    awaitCalled(cluster);
  }

  @Test
  void replacedByHand(Cluster cluster) {
    var other = Pem.base64(TlsPair.forHost("other.example").certificate());
    patch(
        cluster,
        "[{\"op\": \"replace\", \"path\": \"%s\", \"value\": \"%s\"}]".formatted(BUNDLE, other));
    took("replaced", webhooks.awaitRight(REPAIRED));
    awaitCalled(cluster);
  }

  @Test
  void deletedAndAppliedAnew(Cluster cluster) {
    remove(cluster);
    cluster.apply(webhooks.manifests(""));
    took("applied anew", webhooks.awaitRight(REPAIRED));
    awaitCalled(cluster);
  }

  @Test
  void anotherManagersFieldsAreItsOwn(Cluster cluster) {
    remove(cluster);
    var all = webhooks.manifests(InstalledWebhooks.FOREIGN);
    cluster.applyAnyway(all, "--server-side", APPLIER).orFail("kubectl apply");
    webhooks.awaitRight(REPAIRED);
    var settled = cluster.read(InstalledWebhooks.VALIDATING);

    for (int round = 0; round < 5; round++) {
      cluster.applyAnyway(all, "--server-side", APPLIER).orFail("kubectl apply");
    }
    // By the time that a later repair is seen, all that came before has been.
    cluster.api().delete(InstalledWebhooks.MUTATING).orFail();
    cluster.applyAnyway(all, "--server-side", APPLIER).orFail("kubectl apply");
    webhooks.awaitRight(REPAIRED);

    var now = cluster.read(InstalledWebhooks.VALIDATING);
    assertThat(version(now)).as("nobody rewrites it").isEqualTo(version(settled));
    assertThat(now.path("webhooks").path(1).path("clientConfig").has("caBundle"))
        .as("the foreign entry's caBundle")
        .isFalse();

    // The tool may also take an entry of ours out.
    var without = all.replaceFirst("(?s)- name: validate.*?(?=- name: scan)", "");
    cluster.applyAnyway(without, "--server-side", APPLIER).orFail("kubectl apply");
    assertThat(cluster.read(InstalledWebhooks.VALIDATING).path("webhooks")).hasSize(1);
  }

  @Test
  void clientSideApplyRunsIntoNothingEither(Cluster cluster) {
    var settled = version(cluster.read(InstalledWebhooks.VALIDATING));

    for (int round = 0; round < 3; round++) {
      cluster.apply(webhooks.manifests(""));
    }

    assertThat(version(cluster.read(InstalledWebhooks.VALIDATING))).isEqualTo(settled);
  }

  @Test
  void aRestartWritesNothing(Cluster cluster) {
    var settled = version(cluster.read(InstalledWebhooks.VALIDATING));

    controlPlane.kill();
    controlPlane.startAgain();
    cluster.api().delete(InstalledWebhooks.MUTATING).orFail();
    cluster.apply(webhooks.manifests(""));
    webhooks.awaitRight(SOON);

    assertThat(version(cluster.read(InstalledWebhooks.VALIDATING))).isEqualTo(settled);
  }

  @Test
  void ownRulesFollowThePolicies(Cluster cluster) {
    var team = cluster.freshTeam("followed", "good.example");
    cluster.apply(NETWORK_POLICY.formatted(team, "before"));

    long edited = System.nanoTime();
    cluster.putPolicy(Cluster.EDGE + RULE);
    var denied =
        Await.value(
            "a NetworkPolicy is refused",
            SOON,
            () ->
                Optional.of(
                        cluster.applyAnyway(
                            NETWORK_POLICY.formatted(team, "after"), "--dry-run=server"))
                    .filter(run -> run.exit() != 0));
    System.out.printf(
        "a new rule is enforced %d ms after its edit%n", (System.nanoTime() - edited) / 1_000_000);
    assertThat(denied.err())
        .endsWith("admission webhook \"validate.sekisho.dev\" denied the request: not here\n");

    var own = cluster.read(RULES);
    assertThat(own.path("webhooks").path(0).path("rules").toString())
        .as("only what isn't asked already")
        .contains("networkpolicies")
        .doesNotContain("ingresses", "\"resources\":[\"*\"");
    assertThat(own.path("metadata").path("ownerReferences").path(0).path("kind").asText())
        .isEqualTo("ClusterRole");
    Await.that("a ConfigMap is mutated", SOON, () -> isMarked(cluster, team));

    cluster.api().delete(RULES).orFail();
    Await.that("ours is made again", REPAIRED, () -> webhooks.find(RULES).isPresent());

    cluster.putPolicy(Cluster.EDGE);
    Await.that(
        "ours are gone",
        SOON,
        () -> webhooks.find(RULES).isEmpty() && webhooks.find(MUTATING_RULES).isEmpty());
    Await.that(
        "a NetworkPolicy is let through",
        SOON,
        () -> cluster.applyAnyway(NETWORK_POLICY.formatted(team, "after")).exit() == 0);
  }

  private static boolean isMarked(Cluster cluster, String team) {
    var made =
        cluster.createDryRun(
            team,
            "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: " + team + ", name: m}}");
    return made.out().contains("acme.example/marked");
  }

  // The last, since repairs are slower for a while after it.
  @Test
  @Order(Integer.MAX_VALUE)
  void aFightIsNotFoughtHard(Cluster cluster) {
    var repairs = "sekisho_webhook_repairs_total{kind=\"ValidatingWebhookConfiguration\"}";
    double before = Math.max(0, controlPlane.metric(repairs));
    // Each try undoes it once more; a try that was refused is said if it never comes true.
    Await.that(
        "it is said that somebody meddles",
        SOON,
        () -> {
          empty(cluster);
          return controlPlane.log().contains("somebody else keeps changing it");
        });

    assertThat(controlPlane.metric(repairs) - before).isBetween(1.0, 12.0);
    webhooks.awaitRight(Duration.ofSeconds(15));
  }

  private static void empty(Cluster cluster) {
    var entries = cluster.read(InstalledWebhooks.VALIDATING).path("webhooks");
    if (entries.path(0).path("clientConfig") instanceof ObjectNode client
        && client.remove("caBundle") != null) {
      var part = JsonNodeFactory.instance.objectNode();
      part.set("webhooks", entries);
      var answer = cluster.api().merge(InstalledWebhooks.VALIDATING, part);
      if (answer.status() != HttpURLConnection.HTTP_CONFLICT) {
        answer.orFail();
      }
    }
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }
}

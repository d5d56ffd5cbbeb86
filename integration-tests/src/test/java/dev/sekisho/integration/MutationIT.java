package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods as the API server stores them after all webhooks, ours and others'. */
@KubernetesTest
class MutationIT {
  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        secrets:
          mounts: {readOnly: set}
          providerClasses: {csi: inject}
          automountServiceAccountToken: set
        mutations:
        - name: marked
          match: {apiGroups: [""], resources: [configmaps], operations: [CREATE]}
          jsonPatch: >-
            [JSONPatch{op: "add", path: "/metadata/annotations",
              value: {"acme.example/marked": object.metadata.name}}]
      ---
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: strict}
      spec:
        match: {exclude: {namespaces: [sekisho-system]}}
        hosts: {unlisted: deny}
        secrets: {mounts: {readOnly: require}}
      """;
  private static final String ASKING = "sekisho.dev/secret-provider-class: aws-db";
  private static final String OURS = "sekisho-secrets-store";
  private static final String POD_RULES = " v1 pods,pods/ephemeralcontainers CREATE,UPDATE,DELETE";
  private static final String CONFIG_MAP_RULES = " v1 configmaps CREATE";
  private static ControlPlaneProcess controlPlane;
  private static SidecarWebhook others;
  private String team;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(POLICY);
    controlPlane = ControlPlaneProcess.start(cluster);
    others = new SidecarWebhook();
  }

  @AfterAll
  static void stop() {
    others.close();
    controlPlane.close();
  }

  @BeforeEach
  void register(Cluster cluster) {
    team = cluster.freshNamespace("mutation", "");
    cluster.apply(Manifests.serviceAccount(team));
    cluster.apply(Registration.mutating(controlPlane, POD_RULES).manifest());
    awaitMutation(cluster, "readOnly: true", "web");
  }

  @AfterEach
  void unregister(Cluster cluster) {
    for (var kind : List.of("mutatingwebhookconfiguration", "validatingwebhookconfiguration")) {
      cluster.kubectl("delete", kind, "--all").orFail("kubectl delete");
    }
  }

  /** Waits until a Pod would have that text in that container. */
  private void awaitMutation(Cluster cluster, String text, String container) {
    Await.that(
        container + " has " + text,
        Duration.ofSeconds(20),
        () -> {
          var run =
              cluster.applyAnyway(
                  Manifests.pod(team, "probe", ""), "--dry-run=server", "-o", "yaml");
          return run.out().contains(text) && run.out().contains("name: " + container);
        });
  }

  private JsonNode pod(Cluster cluster, String name) {
    return cluster.read("/api/v1/namespaces/" + team + "/pods/" + name);
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(element -> element.path("name").asText()).toList();
  }

  @Test
  void aPodIsStoredAsPoliciesWantIt(Cluster cluster) {
    cluster.apply(Manifests.pod(team, "web", ASKING));

    var spec = pod(cluster, "web").path("spec");

    assertThat(names(spec.path("volumes"))).containsExactly("db", OURS);
    assertThat(spec.at("/volumes/1/csi/volumeAttributes/secretProviderClass").asText())
        .isEqualTo("aws-db");
    var mounts = spec.at("/containers/0/volumeMounts");
    assertThat(names(mounts)).containsExactly("db", OURS);
    assertThat(mounts).allMatch(mount -> mount.path("readOnly").asBoolean());
    // The API server's own plugin had mounted a token already.
    assertThat(spec.path("automountServiceAccountToken").isBoolean()).isTrue();
    assertThat(spec.path("automountServiceAccountToken").asBoolean()).isFalse();
  }

  @Test
  void validationSeesTheMutatedObject(Cluster cluster) {
    cluster.apply(others.validating().manifest());
    Await.that(
        "the other webhook is asked",
        Duration.ofSeconds(20),
        () -> {
          cluster.applyAnyway(Manifests.pod(team, "seen", ""), "--dry-run=server");
          return others.validated().stream()
              .anyMatch(pod -> pod.at("/metadata/namespace").asText().equals(team));
        });

    assertThat(others.validated())
        .allMatch(pod -> pod.at("/spec/containers/0/volumeMounts/0/readOnly").asBoolean());
  }

  @Test
  void aPodIsJudgedAsItWasMutated(Cluster cluster) {
    cluster.register(
        Registration.validating(controlPlane, "networking.k8s.io * ingresses CREATE", POD_RULES));

    cluster.apply(Manifests.pod(team, "mutated", ""));
    assertThat(names(pod(cluster, "mutated").at("/spec/volumes"))).contains("db");

    // Without that change the same Pod is refused.
    cluster.kubectl("delete", "mutatingwebhookconfiguration", "--all").orFail("kubectl delete");
    Await.that(
        "Pods aren't mutated",
        Duration.ofSeconds(20),
        () ->
            cluster
                .applyAnyway(Manifests.pod(team, "as-written", ""), "--dry-run=server")
                .err()
                .endsWith(
                    "admission webhook \"validate.sekisho.dev\" denied the request: invalid pod"
                        + " mount \"/db\" (container web, volume db: not read-only)\n"));
  }

  @Test
  void whatItsChangesStandInIsMadeFirst(Cluster cluster) {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: bare, annotations: {%s}}
        spec:
          automountServiceAccountToken: false
          containers: [{name: web, image: registry.example/web}]
        """
            .formatted(team, ASKING));

    var spec = pod(cluster, "bare").path("spec");
    assertThat(names(spec.path("volumes"))).containsExactly(OURS);
    assertThat(names(spec.at("/containers/0/volumeMounts"))).containsExactly(OURS);
  }

  @Test
  void aNameWithASlashIsEscaped(Cluster cluster) {
    cluster.apply(Registration.mutating(controlPlane, POD_RULES, CONFIG_MAP_RULES).manifest());
    var annotated = configMap("annotations: {acme.example/marked: old}");

    Await.that(
        "the annotation is replaced",
        Duration.ofSeconds(20),
        () ->
            cluster
                .createDryRun(team, annotated)
                .out()
                .contains("\"acme.example/marked\": \"made\""));
  }

  private static String configMap(String metadata) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made, %s}\n".formatted(metadata);
  }

  @Test
  void whatMakesPodsIsLeftToItsOwners(Cluster cluster) {
    cluster.apply(
        Registration.mutating(
                controlPlane, POD_RULES, CONFIG_MAP_RULES, "apps v1 deployments CREATE")
            .manifest());
    Await.that(
        "the webhook is asked about more than Pods",
        Duration.ofSeconds(20),
        () ->
            cluster
                .createDryRun(team, configMap("annotations: {}"))
                .out()
                .contains("acme.example"));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {namespace: %1$s, name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}, annotations: {%2$s}}
            spec:
              volumes: [{name: db, secret: {secretName: db}}]
              containers:
              - {name: web, image: x, volumeMounts: [{name: db, mountPath: /db}]}
        """
            .formatted(team, ASKING));

    var template =
        cluster
            .read("/apis/apps/v1/namespaces/" + team + "/deployments/web")
            .at("/spec/template/spec");
    assertThat(names(template.path("volumes"))).containsExactly("db");
    assertThat(template.at("/containers/0/volumeMounts/0").has("readOnly")).isFalse();
    assertThat(template.has("automountServiceAccountToken")).isFalse();
  }

  @Test
  void whatAnotherWebhookAddsIsMutatedInASecondRound(Cluster cluster) {
    cluster.apply(others.mutating().manifest());
    awaitMutation(cluster, "mountPath: /sidecar", "sidecar");

    cluster.apply(Manifests.pod(team, "two", ASKING));

    var spec = pod(cluster, "two").path("spec");
    assertThat(names(spec.path("containers"))).containsExactly("web", "sidecar");
    assertThat(names(spec.path("volumes"))).containsExactly("db", OURS);
    for (JsonNode container : spec.path("containers")) {
      assertThat(names(container.path("volumeMounts"))).containsExactly("db", OURS);
      assertThat(container.path("volumeMounts"))
          .allMatch(mount -> mount.path("readOnly").asBoolean());
    }
  }

  @Test
  void applyingItAgainChangesNothing(Cluster cluster) {
    var manifest = Manifests.pod(team, "again", ASKING);
    cluster.apply(manifest);
    var before = pod(cluster, "again");

    cluster.apply(manifest);
    assertThat(pod(cluster, "again").at("/metadata/resourceVersion"))
        .as("not even written again")
        .isEqualTo(before.at("/metadata/resourceVersion"));
    cluster.kubectl("label", "pod", "again", "-n", team, "a=b").orFail("kubectl label");

    assertThat(pod(cluster, "again").path("spec")).isEqualTo(before.path("spec"));
  }

  @Test
  void aCopyOfARunningPodGetsNothingTwice(Cluster cluster) {
    cluster.apply(Manifests.pod(team, "copied", ASKING));
    var live =
        cluster.kubectl("get", "pod", "copied", "-n", team, "-o", "yaml").orFail("get").out();
    var before = pod(cluster, "copied").path("spec");
    cluster.kubectl("delete", "pod", "copied", "-n", team).orFail("kubectl delete");

    cluster
        .createAnyway(live.replaceAll("(?m)^  (uid|resourceVersion): .*$", ""))
        .orFail("kubectl create");

    assertThat(pod(cluster, "copied").path("spec")).isEqualTo(before);
  }

  @Test
  void anEphemeralContainerMountsSecretsReadOnly(Cluster cluster) {
    cluster.apply(Manifests.pod(team, "debugged", ""));
    var part = JsonNodeFactory.instance.objectNode();
    var container = part.putObject("spec").putArray("ephemeralContainers").addObject();
    container.put("name", "shell").put("image", "registry.example/shell");
    container.putArray("volumeMounts").addObject().put("name", "db").put("mountPath", "/db");

    cluster
        .api()
        .merge("/api/v1/namespaces/" + team + "/pods/debugged/ephemeralcontainers", part)
        .orFail();

    assertThat(
            pod(cluster, "debugged")
                .at("/spec/ephemeralContainers/0/volumeMounts/0/readOnly")
                .asBoolean())
        .isTrue();
  }

  @Test
  void aWrongAnnotationIsRefused(Cluster cluster) {
    var annotation = "sekisho.dev/secret-provider-class: \"aws-db:relative\"";

    assertThat(cluster.applyExpectingDenial(Manifests.pod(team, "wrong", annotation)))
        .isEqualTo(
            "Error from server (Forbidden): error when creating \"STDIN\": admission webhook"
                + " \"mutate.sekisho.dev\" denied the request: invalid pod annotation"
                + " \"sekisho.dev/secret-provider-class\" (expected: NAME or NAME:/MOUNT/PATH)\n");
  }
}

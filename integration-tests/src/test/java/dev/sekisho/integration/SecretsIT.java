package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of a real API server who want Secrets that they may have, and others. */
@KubernetesTest
class SecretsIT {
  private static final String RULES =
      """
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods, pods/ephemeralcontainers, serviceaccounts]
      - apiGroups: [apps, batch, rbac.authorization.k8s.io]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [deployments, deployments/scale, cronjobs, roles]
      """;

  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        match: {namespaces: [default, "secrets-*"]}
        hosts: {unlisted: deny}
        secrets:
          default: deny
          grants:
          - {names: [db], workloads: {containers: [api]}}
          hostPaths: {deny: [/etc]}
      """;

  private static final String DENIED =
      "admission webhook \"validate.sekisho.dev\" denied the request: ";

  private static ControlPlaneProcess controlPlane;
  private static String team;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(POLICY);
    team = cluster.freshNamespace("secrets", "");
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {namespace: %1$s, name: default}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {namespace: %1$s, name: puller}
        imagePullSecrets: [{name: regcred}]
        """
            .formatted(team));
    cluster.apply(deployment("old", env("web", "db")));
    controlPlane = ControlPlaneProcess.start(cluster);
    cluster.register(controlPlane, RULES);
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  @Test
  void aPodHasWhatIsGrantedToItsContainer(Cluster cluster) {
    cluster.apply(pod("granted", env("api", "db")));

    assertThat(cluster.applyExpectingDenial(pod("sidecar", env("sidecar", "db"))))
        .contains(DENIED + "invalid pod secret \"db\" (container sidecar, env S: not granted)");
    assertThat(cluster.applyExpectingDenial(pod("other", env("api", "other"))))
        .contains(DENIED + "invalid pod secret \"other\" (container api, env S: not granted)");
  }

  @Test
  void templatesAreJudgedLikePods(Cluster cluster) {
    var volume =
        """
        containers: [{name: api, image: x}]
        volumes: [{name: v, secret: {secretName: other}}]
        """;
    assertThat(cluster.applyExpectingDenial(deployment("volume", volume)))
        .contains(
            DENIED
                + "invalid deployment secret \"other\" (volume v: not granted, and no container"
                + " mounts it)");
    assertThat(
            cluster.applyExpectingDenial(
                cronJob(
                    "from",
                    "containers: [{name: api, image: x, envFrom: [{secretRef: {name: other}}]}]")))
        .contains(
            DENIED + "invalid cronjob secret \"other\" (container api, envFrom: not granted)");
    cluster.apply(cronJob("fine", env("api", "db")));
  }

  @Test
  void aTemplateGetsThePullSecretsOfItsServiceAccount(Cluster cluster) {
    var spec = "serviceAccountName: puller\ncontainers: [{name: api, image: x}]\n";

    assertThat(cluster.applyExpectingDenial(deployment("puller", spec)))
        .contains(
            DENIED
                + "invalid deployment secret \"regcred\" (imagePullSecrets of serviceaccount"
                + " puller: not granted)");
    assertThat(cluster.applyExpectingDenial(pod("puller", spec)))
        .contains(DENIED + "invalid pod secret \"regcred\" (imagePullSecrets: not granted)");
  }

  @Test
  void thePlatformsTokenIsNoSecret(Cluster cluster) {
    cluster.apply(pod("token", "containers: [{name: any, image: x}]\n"));

    var volumes =
        cluster.read("/api/v1/namespaces/" + team + "/pods/token").path("spec").path("volumes");
    assertThat(volumes.toString()).contains("serviceAccountToken");
  }

  @Test
  void aDebugContainerHasNoSecretEither(Cluster cluster, @TempDir Path folder) throws IOException {
    cluster.apply(pod("debugged", "containers: [{name: api, image: x}]\n"));
    var custom =
        Files.writeString(
            folder.resolve("custom.json"),
            """
            {"env": [{"name": "S", "valueFrom": {"secretKeyRef": {"name": "db", "key": "k"}}}]}
            """);
    var target = new String[] {"debug", "debugged", "-n", team, "--image=busybox", "-c=debugger"};

    var denied = cluster.kubectl(with(target, "--custom=" + custom));

    assertThat(denied.exit()).isEqualTo(1);
    assertThat(denied.err())
        .contains("invalid pod secret \"db\" (container debugger, env S: not granted)");
    cluster.kubectl(target).orFail("kubectl debug without a Secret");
  }

  @Test
  void anOldViolationCanBeEditedButNotMadeWorse(Cluster cluster) {
    cluster.kubectl("label", "deployment", "old", "-n", team, "seen=yes").orFail("label");
    cluster.kubectl("scale", "deployment", "old", "-n", team, "--replicas=0").orFail("scale");
    cluster.apply(deployment("old", env("web", "db") + "hostname: x\n"));

    assertThat(
            cluster.applyExpectingDenial(
                deployment("old", env("web", "db") + "imagePullSecrets: [{name: more}]\n")))
        .contains(DENIED + "invalid deployment secret \"more\" (imagePullSecrets: not granted)")
        .doesNotContain("\"db\"");
    cluster.apply(deployment("old", env("api", "db")));
    assertThat(cluster.applyExpectingDenial(deployment("old", env("web", "db"))))
        .as("once it is right, it stays so")
        .contains("invalid deployment secret \"db\" (container web, env S: not granted)");
  }

  @Test
  void pathsOfTheNodeAndRights(Cluster cluster) {
    var volume =
        """
        containers: [{name: api, image: x, volumeMounts: [{name: v, mountPath: /v}]}]
        volumes: [{name: v, hostPath: {path: /etc/ssl/}}]
        """;
    assertThat(cluster.applyExpectingDenial(pod("node", volume)))
        .contains(DENIED + "invalid pod host path \"/etc/ssl\" (container api, volume v: denied)");
    var role =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {namespace: %s, name: reader}
        rules: [{apiGroups: [""], resources: [secrets], verbs: [get, list]}]
        """
            .formatted(team);
    assertThat(cluster.applyExpectingDenial(role))
        .contains(DENIED + "invalid role secret \"*\" (rbac get list: not granted)");
  }

  @Test
  void aServiceAccountCountsAsItIsNow(Cluster cluster) {
    var spec = "serviceAccountName: later\ncontainers: [{name: api, image: x}]\n";
    cluster.apply(deployment("later", spec));

    cluster.kubectl("delete", "validatingwebhookconfiguration", WebhookRegistration.NAME);
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {namespace: %s, name: later}
        imagePullSecrets: [{name: regcred}]
        """
            .formatted(team));
    cluster.register(controlPlane, RULES);

    Await.that(
        "the ServiceAccount is known",
        Duration.ofSeconds(5),
        () -> cluster.applyAnyway(deployment("later-2", spec), "--dry-run=server").exit() == 1);
  }

  private static String[] with(String[] arguments, String more) {
    var all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }

  /** A spec with one container that has one variable from that Secret. */
  private static String env(String container, String secret) {
    return """
    containers:
    - name: %s
      image: x
      env: [{name: S, valueFrom: {secretKeyRef: {name: %s, key: k}}}]
    """
        .formatted(container, secret);
  }

  private static String pod(String name, String spec) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {namespace: %s, name: %s}\nspec:\n%s"
        .formatted(team, name, spec.indent(2));
  }

  private static String deployment(String name, String spec) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {namespace: %1$s, name: %2$s}
    spec:
      selector: {matchLabels: {app: %2$s}}
      template:
        metadata: {labels: {app: %2$s}}
        spec:
    %3$s"""
        .formatted(team, name, spec.indent(6));
  }

  private static String cronJob(String name, String spec) {
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {namespace: %1$s, name: %2$s}
    spec:
      schedule: "@daily"
      jobTemplate:
        spec:
          template:
            spec:
    %3$s"""
        .formatted(team, name, (spec.stripTrailing() + "\nrestartPolicy: Never\n").indent(10));
  }
}

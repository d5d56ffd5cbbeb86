package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rules are asked about whom and what, through the real API server. */
@KubernetesTest
class RulesIT {
  private static final String RULES =
      """
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE, DELETE]
        resources: [pods, configmaps, serviceaccounts, namespaces]
      - {apiGroups: [""], apiVersions: [v1], operations: [CONNECT], resources: [pods/exec]}
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
      """;

  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        match: {namespaces: [default, "rules-*"]}
        hosts: {unlisted: deny}
        secrets: {default: deny}
        rules:
        - name: kept
          match: {apiGroups: [""], resources: [configmaps], operations: [DELETE]}
          expression: "oldObject.metadata.?labels.keep.orValue('') != 'yes'"
          message: "it is kept"
        - name: no-shells
          match: {apiGroups: [""], resources: [pods/exec], operations: [CONNECT]}
          expression: "!('sh' in object.command)"
          message: "no shells"
        - name: labelled
          match: {apiGroups: [""], resources: [namespaces], operations: [CREATE]}
          expression: "request.namespace == object.metadata.name && 'team' in object.metadata.labels"
          message: "a namespace has a team"
      ---
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: roles}
      spec:
        match:
          namespaces: ["rules-*"]
          subjects: ["arn:aws:sts::123456789012:assumed-role/deployer/*"]
        rules:
        - name: no-deployers
          match: {podTemplates: true}
          expression: "false"
          message: "the role deployer deploys elsewhere"
      """;

  private static final String DENIED =
      "admission webhook \"validate.sekisho.dev\" denied the request: ";
  private static final String DEPLOYER =
      "arn:aws:sts::123456789012:assumed-role/deployer/session-1763718956";
  private static final String CONTROLLER =
      "system:serviceaccount:kube-system:replicaset-controller";

  private static ControlPlaneProcess controlPlane;
  private String team;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(POLICY);
    controlPlane = ControlPlaneProcess.start(cluster);
    cluster.register(controlPlane, RULES);
  }

  @BeforeEach
  void team(Cluster cluster) {
    team = "rules-" + Long.toString(System.nanoTime(), 36);
    cluster.apply(namespace("labels: {team: a}") + Manifests.serviceAccount(team));
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private String namespace(String metadata) {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s, %s}\n---\n"
        .formatted(team, metadata);
  }

  private String configMap(String name, String labels) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {namespace: %s, name: %s, labels: {%s}}\n"
        .formatted(team, name, labels);
  }

  private String deployment() {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {namespace: %s, name: web}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: registry.example/web}]}
    """
        .formatted(team);
  }

  /** A Pod as the controller makes it of that template. */
  private String podOfController(String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      namespace: %s
      name: %s
      ownerReferences:
      - {apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: u-1, controller: true}
    spec: {containers: [{name: web, image: registry.example/web}]}
    """
        .formatted(team, name);
  }

  private Command as(Cluster cluster, String user, String manifest) {
    return cluster.createAnyway(manifest, "--as=" + user, "--as-group=system:masters");
  }

  @Test
  void aDeletionIsJudgedByWhatIsThere(Cluster cluster) {
    cluster.apply(configMap("kept", "keep: \"yes\""));
    cluster.apply(configMap("free", ""));

    var denied = cluster.kubectl("delete", "configmap", "kept", "-n", team);
    assertThat(denied.exit()).isEqualTo(1);
    assertThat(denied.err()).endsWith(DENIED + "it is kept\n");
    cluster.kubectl("delete", "configmap", "free", "-n", team).orFail("kubectl delete");
  }

  @Test
  void aConnectionIsJudgedByItsOptions(Cluster cluster) {
    cluster.apply(Manifests.serviceAccount(team));
    cluster.createAnyway(podOfController("target")).orFail("kubectl create");

    assertThat(cluster.kubectl("exec", "-n", team, "target", "--", "sh").err())
        .contains(DENIED + "no shells");
    assertThat(cluster.kubectl("exec", "-n", team, "target", "--", "true").err())
        .contains("does not have a host assigned");
  }

  @Test
  void aNamespaceIsInItself(Cluster cluster) {
    team = team + "-new";

    assertThat(cluster.applyExpectingDenial(namespace("labels: {}")))
        .endsWith(DENIED + "a namespace has a team\n");
    cluster.apply(namespace("labels: {team: b}"));
  }

  @Test
  void aNamespacesOwnPolicyDoesNotKeepThePlatformFromIt(Cluster cluster) {
    cluster.apply(
        configMap("own", "sekisho.dev/policy: \"true\"")
            + """
            data:
              own.yaml: |
                apiVersion: sekisho.dev/v1alpha1
                kind: Policy
                metadata: {name: own}
                spec:
                  rules:
                  - name: never
                    match:
                      apiGroups: [""]
                      resources: [namespaces, serviceaccounts]
                      operations: [UPDATE]
                    expression: "oldObject == null"
                    message: "nothing is edited here"
            """);
    Await.that(
        "the policy is in force",
        Duration.ofSeconds(5),
        () ->
            cluster
                .kubectl("label", "serviceaccount", "default", "-n", team, "a=b", "--overwrite")
                .err()
                .endsWith(DENIED + "nothing is edited here\n"));

    cluster.kubectl("label", "namespace", team, "a=b").orFail("kubectl label");
  }

  @Test
  void aRoleIsTheSameInEverySession(Cluster cluster) {
    assertThat(as(cluster, DEPLOYER, deployment()).err())
        .endsWith(DENIED + "the role deployer deploys elsewhere\n");
    as(cluster, DEPLOYER.replace("/deployer/", "/builder/"), deployment()).orFail("create");
  }

  @Test
  void whatAControllerMakesIsNobodysButJudgedAllTheSame(Cluster cluster) {
    // Who deploys is told at the template: here everybody is the controller.
    as(cluster, CONTROLLER, podOfController("web-1-a")).orFail("create");

    var secret = "{name: web, envFrom: [{secretRef: {name: db}}], ";
    var withSecret = podOfController("web-1-b").replace("{name: web, ", secret);
    assertThat(as(cluster, CONTROLLER, withSecret).err())
        .endsWith(DENIED + "invalid pod secret \"db\" (container web, envFrom: not granted)\n");
  }
}

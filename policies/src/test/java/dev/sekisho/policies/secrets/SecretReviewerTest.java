package dev.sekisho.policies.secrets;

import static dev.sekisho.policies.secrets.SecretWorld.deployment;
import static dev.sekisho.policies.secrets.SecretWorld.pod;
import static dev.sekisho.policies.secrets.SecretWorld.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Enforcement;
import dev.sekisho.policies.model.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use which Secret, how policies combine, and what is not judged. */
class SecretReviewerTest {

  private static final String TWO_CONTAINERS =
      """
      serviceAccountName: api
      containers:
      - {name: api, image: registry.acme/api:1, volumeMounts: [{name: creds, mountPath: /creds}]}
      - {name: sidecar, image: docker.io/x, volumeMounts: [{name: creds, mountPath: /creds}]}
      volumes: [{name: creds, secret: {secretName: db}}]
      """;

  private static final String ENV =
      "containers: [{name: api, env: [{name: DB, valueFrom: {secretKeyRef: {name: db, key: p}}}]}]";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "containers: [api]                              | api     | sidecar",
        "images: ['registry.acme/*']                    | api     | sidecar",
        "containers: [sidecar]                          | sidecar | api",
        "containers: ['*']                              | both    | none",
        "serviceAccounts: [api]                         | both    | none",
        "serviceAccounts: [web]                         | none    | both",
        "selector: {matchLabels: {app: api}}            | both    | none",
        "selector: {matchLabels: {app: web}}            | none    | both",
        "'containers: [api], images: [docker.io/x]'     | none    | both",
        "'containers: [api], serviceAccounts: [web]'    | none    | both"
      })
  void aGrantIsForContainersOfWorkloads(String workloads, String granted, String denied) {
    var world = under("default: deny\ngrants: [{names: [db], workloads: {" + workloads + "}}]");
    var containers =
        denied.equals("both")
            ? List.of("api", "sidecar")
            : denied.equals("none") ? List.<String>of() : List.of(denied);

    for (String object : List.of(pod(TWO_CONTAINERS), deployment(TWO_CONTAINERS))) {
      String kind = object.contains("Deployment") ? "deployment" : "pod";
      assertThat(world.create(object))
          .containsExactlyElementsOf(
              containers.stream()
                  .map(
                      c ->
                          "invalid %s secret \"db\" (container %s, volume creds: not granted)"
                              .formatted(kind, c))
                  .toList());
    }
  }

  @Test
  void severalGrantsUnite() {
    assertThat(
            under(
                    """
                    default: deny
                    grants:
                    - {names: [db], workloads: {containers: [api]}}
                    - {names: ["d?"], workloads: {containers: [sidecar]}}
                    """)
                .create(pod(TWO_CONTAINERS)))
        .isEmpty();
  }

  @Test
  void aPullSecretIsForTheWholePod() {
    var object =
        pod(
            TWO_CONTAINERS.replace("secretName: db", "secretName: x")
                + "imagePullSecrets: [{name: reg}]\n");
    String grants = "default: deny\ngrants:\n- {names: [x]}\n";
    assertThat(under(grants + "- {names: [reg], workloads: {containers: [api]}}").create(object))
        .containsExactly("invalid pod secret \"reg\" (imagePullSecrets: not granted)");
    assertThat(
            under(grants + "- {names: [reg], workloads: {containers: [api, sidecar]}}")
                .create(object))
        .isEmpty();
  }

  @Test
  void aVolumeThatNobodyMountsIsForWhoeverCouldMountIt() {
    var object =
        pod(
            """
            containers: [{name: api}, {name: sidecar}]
            volumes: [{name: creds, secret: {secretName: db}}]
            """);
    assertThat(under("default: deny").create(object))
        .containsExactly(
            "invalid pod secret \"db\" (volume creds: not granted, and no container mounts it)");
    assertThat(
            under("default: deny\ngrants: [{names: [db], workloads: {containers: [api]}}]")
                .create(object))
        .isEmpty();
    assertThat(
            under("default: deny\ngrants: [{names: [db], workloads: {containers: [x]}}]")
                .create(object))
        .hasSize(1);
  }

  @Test
  void aTemplateHasThePullSecretsOfItsServiceAccount() {
    var world =
        under("default: deny")
            .stored(
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: api}
                imagePullSecrets: [{name: regcred}]
                """);
    String spec = "serviceAccountName: api\ncontainers: [{name: api}]\n";
    assertThat(world.create(deployment(spec)))
        .containsExactly(
            "invalid deployment secret \"regcred\" (imagePullSecrets of serviceaccount api: not"
                + " granted)");
    assertThat(world.create(pod(spec))).as("a Pod has got them already, or won't").isEmpty();
    assertThat(world.create(deployment(spec + "imagePullSecrets: [{name: own}]\n")))
        .as("only who names none gets them")
        .containsExactly("invalid deployment secret \"own\" (imagePullSecrets: not granted)");
    assertThat(world.create(deployment("containers: [{name: api}]"))).isEmpty();
  }

  @Test
  void thePlatformsOwnVolumesAreNoSecrets() {
    var own =
        pod(
            """
            serviceAccountName: api
            containers:
            - name: api
              volumeMounts:
              - {name: kube-api-access-x, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}
              - {name: aws-iam-token, mountPath: /var/run/secrets/eks.amazonaws.com/serviceaccount}
              - {name: eks-pod-identity-token, mountPath: /var/run/secrets/pods.eks.amazonaws.com}
              - {name: mesh, mountPath: /var/run/secrets/mesh}
              - {name: api-token-abcde, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}
            volumes:
            - name: kube-api-access-x
              projected:
                sources:
                - serviceAccountToken: {path: token}
                - configMap: {name: kube-root-ca.crt}
                - downwardAPI: {items: []}
            - name: aws-iam-token
              projected: {sources: [{serviceAccountToken: {audience: sts.amazonaws.com, path: token}}]}
            - name: eks-pod-identity-token
              projected: {sources: [{serviceAccountToken: {audience: pods.eks.amazonaws.com, path: t}}]}
            - name: mesh
              projected: {sources: [{serviceAccountToken: {audience: sekisho, path: token}}]}
            - name: api-token-abcde
              secret: {secretName: api-token-abcde}
            """);
    var world =
        under("default: deny\ndeny: [{names: ['*']}]\nmounts: {readOnly: require, paths: [/none]}")
            .stored(
                """
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: api}
                secrets: [{name: api-token-abcde}]
                """);
    assertThat(world.create(own)).isEmpty();
    assertThat(
            world.create(
                own.replace(
                    "api-token-abcde, mountPath: /var/run", "api-token-abcde, mountPath: /var")))
        .as("mounted elsewhere")
        .isNotEmpty();
    assertThat(
            world.create(own.replace("secretName: api-token-abcde", "secretName: api-token-fghij")))
        .as("not of the ServiceAccount")
        .isNotEmpty();
  }

  @Test
  void whatAServerWritesIntoAServiceAccountIsNoSecretEither() {
    var account =
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: api}, secrets: [{name: %s}]}";
    assertThat(under("default: deny").create(account.formatted("api-token-abcde"))).isEmpty();
    assertThat(under("default: deny").create(account.formatted("web-token-abcde"))).hasSize(1);
  }

  @Test
  void denialsBeatGrantsOfAnyPolicy() {
    var world =
        under("default: deny\ngrants: [{names: ['*']}]")
            .and("second", "deny", "deny: [{names: ['*'], via: [env, envFrom]}]");
    assertThat(world.create(pod(ENV)))
        .containsExactly("invalid pod secret \"db\" (container api, env DB: denied)");
    assertThat(world.create(pod(TWO_CONTAINERS))).isEmpty();
  }

  @Test
  void whatIsBothDeniedAndNotGrantedIsSaidTwice() {
    // An exemption may lift one of them.
    assertThat(under("default: deny\ndeny: [{names: [db]}]").violationsOf(pod(ENV)))
        .extracting(Violation::rule)
        .containsExactly("secrets.deny", "secrets.default");
  }

  @Test
  void grantsCountAgainstPoliciesThatAreNoStricter() {
    var granting = under("grants: [{names: [db]}]");
    assertThat(granting.and("b", "warn", "default: deny").violationsOf(pod(ENV))).isEmpty();

    var warning =
        SecretWorld.withoutPolicy()
            .and("a", "warn", "grants: [{names: [db]}]\ndefault: deny")
            .and("b", "deny", "default: deny")
            .and("c", "dryrun", "default: deny");
    assertThat(warning.violationsOf(pod(ENV)))
        .extracting(Violation::enforcement)
        .containsExactly(Enforcement.DENY);
  }

  @Test
  void theStrictestDefaultCounts() {
    assertThat(under("default: allow").and("b", "deny", "default: deny").create(pod(ENV)))
        .hasSize(1);
    assertThat(under("default: allow").and("b", "deny", "grants: []").create(pod(ENV))).isEmpty();
  }

  @Test
  void aPolicyOfTheNamespaceOnlyTakesAway() {
    var platform = under("default: deny\ngrants: [{names: [db]}]\nmounts: {paths: [/creds, /x]}");
    assertThat(platform.create(pod(TWO_CONTAINERS))).isEmpty();
    assertThat(platform.ofNamespace("mounts: {paths: [/x, /y]}").create(pod(TWO_CONTAINERS)))
        .containsExactly(
            "invalid pod mount \"/creds\" (container api, volume creds: allowed: /x, /y)",
            "invalid pod mount \"/creds\" (container sidecar, volume creds: allowed: /x, /y)");
    assertThat(
            under("default: deny\ngrants: [{names: [db]}]")
                .ofNamespace("default: deny")
                .create(pod(TWO_CONTAINERS)))
        .as("what the platform grants counts for the namespace's default")
        .isEmpty();
    assertThat(
            under("mounts: {paths: [/x]}")
                .ofNamespace("mounts: {paths: [/creds]}")
                .create(pod(TWO_CONTAINERS)))
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env: null", "env: []", "envFrom: null", "volumeMounts: null"})
  void nullIsNothing(String field) {
    assertThat(under("default: deny").create(pod("containers: [{name: api, " + field + "}]")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "containers: 7                                                     | spec.containers                                        | expected a list",
        "containers: [7]                                                   | spec.containers[0]                                     | expected an object",
        "containers: [{env: {}}]                                           | spec.containers[0].env                                 | expected a list",
        "containers: [{env: [{valueFrom: {secretKeyRef: {name: 7}}}]}]     | spec.containers[0].env[0].valueFrom.secretKeyRef.name  | expected a string",
        "containers: [{envFrom: [{secretRef: db}]}]                        | spec.containers[0].envFrom[0].secretRef                | expected an object",
        "volumes: [{secret: {secretName: [a]}}]                            | spec.volumes[0].secret.secretName                      | expected a string",
        "volumes: [{projected: {sources: [{secret: 1}]}}]                  | spec.volumes[0].projected.sources[0].secret            | expected an object",
        "volumes: [{hostPath: {path: 1}}]                                  | spec.volumes[0].hostPath.path                          | expected a string",
        "containers: [{volumeMounts: [{readOnly: 'yes'}]}]                 | spec.containers[0].volumeMounts[0].readOnly            | expected true or false",
        "imagePullSecrets: [{name: {}}]                                    | spec.imagePullSecrets[0].name                          | expected a string",
        "serviceAccountName: 7                                             | spec.serviceAccountName                                | expected a string"
      })
  void whatCannotBeReadViolates(String spec, String path, String problem) {
    assertThat(under("{}").violationsOf(pod(spec)))
        .containsExactly(
            new Violation(
                "sekisho-system/policies/policy", "secrets", path, problem, Enforcement.DENY));
    assertThat(SecretWorld.withoutPolicy().violationsOf(pod(spec)))
        .as("without a policy a warning")
        .containsExactly(new Violation("", "secrets", path, problem, Enforcement.WARN));
    assertThat(under("{}").create("{apiVersion: apps/v1, kind: Deployment, spec: {template: 7}}"))
        .containsExactly("expected an object");
  }

  @Test
  void anEditIsJudgedForWhatItAdds() {
    var world = under("default: deny");
    var added =
        ENV.replace("}]}]", "}, {name: B, valueFrom: {secretKeyRef: {name: b, key: k}}}]}]");
    assertThat(world.update(pod(ENV), pod(ENV + "\nhostname: x"))).isEmpty();
    assertThat(world.update(pod(ENV), pod("containers: []"))).isEmpty();
    assertThat(world.update(pod(ENV), pod(added)))
        .containsExactly("invalid pod secret \"b\" (container api, env B: not granted)");
    assertThat(world.update(deployment(ENV), deployment(ENV.replace("name: api", "name: web"))))
        .as("another container gets at it")
        .containsExactly("invalid deployment secret \"db\" (container web, env DB: not granted)");
  }

  @Test
  void ephemeralContainersAreJudgedThroughTheirSubresource() {
    var before = pod("containers: [{name: api}]");
    var after =
        pod(
            """
            containers: [{name: api}]
            ephemeralContainers: [{name: debug, envFrom: [{secretRef: {name: db}}]}]
            """);
    var world = under("default: deny");
    assertThat(world.updateOf("ephemeralcontainers", before, after))
        .containsExactly("invalid pod secret \"db\" (container debug, envFrom: not granted)");
    assertThat(world.updateOf("status", before, after)).isEmpty();
    assertThat(world.updateOf("scale", before, after)).isEmpty();
  }

  @Test
  void whatGoesIsNotJudged() {
    var deleting =
        pod(ENV)
            .replace(
                "name: api, labels",
                "deletionTimestamp: '2026-01-01T00:00:00Z', name: api, labels");
    assertThat(under("default: deny").delete(pod(ENV))).isEmpty();
    assertThat(under("default: deny").update(pod("containers: []"), deleting)).isEmpty();
    assertThat(
            under("default: deny").create("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
        .isEmpty();
  }

  @Test
  void violationsComeInDocumentOrder() {
    var spec = new StringBuilder("containers:\n");
    for (int i = 0; i < 12; i++) {
      spec.append("- {name: c").append(i).append(", envFrom: [{secretRef: {name: s}}]}\n");
    }
    assertThat(under("default: deny").create(pod(spec.toString())))
        .extracting(m -> m.replaceAll(".*container (c[0-9]+).*", "$1"))
        .containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11");
  }
}

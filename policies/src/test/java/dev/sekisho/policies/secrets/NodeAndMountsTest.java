package dev.sekisho.policies.secrets;

import static dev.sekisho.policies.secrets.SecretWorld.deployment;
import static dev.sekisho.policies.secrets.SecretWorld.pod;
import static dev.sekisho.policies.secrets.SecretWorld.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths of the node, mounts of Secrets, and the token of the ServiceAccount. */
class NodeAndMountsTest {

  private static String mounting(String path) {
    return pod(
        """
        serviceAccountName: falco
        containers: [{name: agent, volumeMounts: [{name: node, mountPath: /host}]}, {name: other}]
        volumes: [{name: node, hostPath: {path: "%s"}}]
        """
            .formatted(path));
  }

  @ParameterizedTest(name = "{0} when {1} is denied: {2}")
  @CsvSource({
    "/,                     /,                 denied",
    "/etc/..,               /,                 denied",
    "/etc,                  /,                 -",
    "/etc,                  /etc,              denied",
    "/etc/,                 /etc,              denied",
    "/var/../etc,           /etc,              denied",
    "//etc//ssl,            /etc,              denied",
    "/,                     /etc,              denied",
    "/etcetera,             /etc,              -",
    "/var,                  '/var/run/*.sock', denied",
    "/var/run/docker.sock,  '/var/run/*.sock', denied",
    "/var/run/docker,       '/var/run/*.sock', -"
  })
  void hostPaths(String path, String denied, String verdict) {
    var violations = under("hostPaths: {deny: ['" + denied + "']}").violationsOf(mounting(path));
    assertThat(violations).hasSize(verdict.equals("denied") ? 1 : 0);
    assertThat(violations)
        .allSatisfy(
            v -> {
              assertThat(v.rule()).isEqualTo("secrets.hostPaths.deny");
              assertThat(v.fieldPath()).isEqualTo("spec.volumes[0].hostPath.path");
              assertThat(v.message())
                  .matches(
                      "invalid pod host path \"/[^\"]*\" \\(container agent, volume node: denied\\)");
            });
  }

  @ParameterizedTest(name = "{0} with {1} allowed for {2}: {3}")
  @CsvSource({
    "/proc,       /proc,   serviceAccounts: [falco], -",
    "/proc/sys,   /proc,   serviceAccounts: [falco], -",
    "/proc,       /proc,   serviceAccounts: [web],   denied",
    "/proc,       /proc,   containers: [agent],      -",
    "/proc,       /proc,   containers: [other],      denied",
    "/,           /proc,   serviceAccounts: [falco], denied",
    "/proc/../,   /proc,   serviceAccounts: [falco], denied",
    "/proc,       /,       serviceAccounts: [falco], -"
  })
  void someMayAllTheSame(String path, String allowed, String workloads, String verdict) {
    assertThat(
            under(
                    "hostPaths: {deny: [/, /proc], allow: [{paths: [%s], workloads: {%s}}]}"
                        .formatted(allowed, workloads))
                .create(mounting(path)))
        .hasSize(verdict.equals("denied") ? 1 : 0);
  }

  @Test
  void aHostPathThatNobodyMountsIsDeniedAllTheSame() {
    assertThat(
            under("hostPaths: {deny: [/etc]}")
                .create(
                    pod("containers: [{name: a}]\nvolumes: [{name: v, hostPath: {path: /etc}}]")))
        .containsExactly(
            "invalid pod host path \"/etc\" (volume v: denied, and no container mounts it)");
  }

  @ParameterizedTest
  @CsvSource({"hostPath", "local"})
  void aPersistentVolumeMayStandForAPathOfTheNode(String type) {
    assertThat(
            under("hostPaths: {deny: [/etc]}")
                .create(
                    "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {%s: {path: /etc/x}}}"
                        .formatted(type)))
        .containsExactly("invalid persistentvolume host path \"/etc/x\" (" + type + ": denied)");
  }

  private static final String MOUNTS =
      """
      containers:
      - name: api
        volumeMounts:
        - {name: plain, mountPath: /etc/secrets/../db/}
        - {name: mixed, mountPath: /mnt/mixed, readOnly: true}
        - {name: store, mountPath: /mnt/store}
        - {name: scratch, mountPath: /scratch}
      volumes:
      - {name: plain, secret: {secretName: db}}
      - {name: mixed, projected: {sources: [{secret: {name: db}}, {serviceAccountToken: {path: t}}]}}
      - {name: store, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: c}}}
      - {name: scratch, emptyDir: {}}
      """;

  @Test
  void mountsOfSecretsAreReadOnly() {
    assertThat(under("mounts: {readOnly: require}").violationsOf(deployment(MOUNTS)))
        .extracting(Violation::message)
        .containsExactly(
            "invalid deployment mount \"/etc/db\" (container api, volume plain: not read-only)",
            "invalid deployment mount \"/mnt/store\" (container api, volume store: not read-only)",
            "invalid deployment volume \"store\" (csi: not read-only)");
    assertThat(under("mounts: {readOnly: set}").create(deployment(MOUNTS))).isEmpty();
  }

  @Test
  void mountsOfSecretsAreWhereTheyMayBe() {
    assertThat(under("mounts: {paths: ['/etc/secrets/*', '/mnt/m*']}").violationsOf(pod(MOUNTS)))
        .extracting(Violation::rule, Violation::fieldPath, Violation::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "secrets.mounts.paths",
                "spec.containers[0].volumeMounts[0]",
                "invalid pod mount \"/etc/db\" (container api, volume plain: allowed:"
                    + " /etc/secrets/*, /mnt/m*)"),
            org.assertj.core.groups.Tuple.tuple(
                "secrets.mounts.paths",
                "spec.containers[0].volumeMounts[2]",
                "invalid pod mount \"/mnt/store\" (container api, volume store: allowed:"
                    + " /etc/secrets/*, /mnt/m*)"));
  }

  @Test
  void mountPathsOfSeveralPoliciesUnite() {
    assertThat(
            under("mounts: {paths: ['/etc/*']}")
                .and("b", "deny", "mounts: {paths: ['/mnt/*']}")
                .create(pod(MOUNTS)))
        .isEmpty();
  }

  @ParameterizedTest(name = "Pod {0}, ServiceAccount {1}: {2}")
  @CsvSource({
    "true,  '',    denied",
    "'',    '',    denied",
    "'',    true,  denied",
    "'',    false, -",
    "false, '',    -",
    "false, true,  -",
    "true,  false, denied"
  })
  void theTokenIsNotMounted(String ofPod, String ofAccount, String verdict) {
    var world =
        under("automountServiceAccountToken: deny")
            .stored(
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default}"
                    + field(ofAccount, ", ")
                    + "}");
    var violations = world.violationsOf(deployment("containers: [{name: a}]\n" + field(ofPod, "")));
    assertThat(violations).hasSize(verdict.equals("denied") ? 1 : 0);
    assertThat(violations)
        .allSatisfy(
            v -> {
              assertThat(v.message())
                  .isEqualTo("invalid deployment: automountServiceAccountToken must be false");
              assertThat(v.fieldPath())
                  .isEqualTo("spec.template.spec.automountServiceAccountToken");
            });
    assertThat(under("automountServiceAccountToken: set").create(pod("containers: [{name: a}]")))
        .isEmpty();
  }

  private static String field(String value, String before) {
    return value.isEmpty() ? "" : before + "automountServiceAccountToken: " + value;
  }
}

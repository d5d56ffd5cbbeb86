package dev.sekisho.policies.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.SecretChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to a Secret, in every kind of object: under {@code default: deny} it is refused, with a
 * grant for exactly this channel it passes, with a grant for all other channels it is refused.
 */
class SecretMatrixTest {

  /** Where kinds of workloads have the spec of their Pods. */
  private static final String WORKLOADS =
      """
      kind                  | apiVersion           | the Pod's spec
      Pod                   | v1                   | spec
      PodTemplate           | v1                   | template.spec
      ReplicationController | v1                   | spec.template.spec
      Deployment            | apps/v1              | spec.template.spec
      StatefulSet           | apps/v1              | spec.template.spec
      DaemonSet             | apps/v1              | spec.template.spec
      ReplicaSet            | apps/v1              | spec.template.spec
      Job                   | batch/v1             | spec.template.spec
      CronJob               | batch/v1             | spec.jobTemplate.spec.template.spec
      Rollout               | argoproj.io/v1alpha1 | spec.template.spec
      """;

  /** In the spec of a Pod; LIST is each of the three lists of containers. */
  private static final String OF_PODS =
      """
      channel          | the Pod's spec                                                                                                                       | the message says                                 | of the field
      env              | LIST: [{name: api, env: [{name: DB, valueFrom: {secretKeyRef: {name: db, key: k}}}]}]                                                | container api, env DB                            | LIST[0].env[0].valueFrom.secretKeyRef.name
      envFrom          | LIST: [{name: api, envFrom: [{secretRef: {name: db}}]}]                                                                              | container api, envFrom                           | LIST[0].envFrom[0].secretRef.name
      volume           | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, secret: {secretName: db}}]                        | container api, volume v                          | volumes[0].secret.secretName
      projected        | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, projected: {sources: [{secret: {name: db}}]}}]    | container api, projected v                       | volumes[0].projected.sources[0].secret.name
      csi              | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: syncing}}}] | container api, csi v | volumes[0].csi.volumeAttributes.secretProviderClass
      csiNodePublish   | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, csi: {driver: x, nodePublishSecretRef: {name: db}}}] | container api, csiNodePublish v               | volumes[0].csi.nodePublishSecretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, azureFile: {secretName: db}}]                     | container api, legacyVolume v                    | volumes[0].azureFile.secretName
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, cephfs: {secretRef: {name: db}}}]                 | container api, legacyVolume v                    | volumes[0].cephfs.secretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, cinder: {secretRef: {name: db}}}]                 | container api, legacyVolume v                    | volumes[0].cinder.secretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, flexVolume: {secretRef: {name: db}}}]             | container api, legacyVolume v                    | volumes[0].flexVolume.secretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, iscsi: {secretRef: {name: db}}}]                  | container api, legacyVolume v                    | volumes[0].iscsi.secretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, rbd: {secretRef: {name: db}}}]                    | container api, legacyVolume v                    | volumes[0].rbd.secretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, scaleIO: {secretRef: {name: db}}}]                | container api, legacyVolume v                    | volumes[0].scaleIO.secretRef.name
      legacyVolume     | LIST: [{name: api, volumeMounts: [{name: v, mountPath: /m}]}], volumes: [{name: v, storageos: {secretRef: {name: db}}}]              | container api, legacyVolume v                    | volumes[0].storageos.secretRef.name
      volume           | LIST: [{name: api}], volumes: [{name: v, secret: {secretName: db}}]                                                                  | volume v: not granted, and no container mounts it | volumes[0].secret.secretName
      imagePullSecrets | LIST: [{name: api}], imagePullSecrets: [{name: db}]                                                                                  | imagePullSecrets                                 | imagePullSecrets[0].name
      """;

  /** In objects that make no Pods. */
  private static final String OF_OTHERS =
      """
      channel           | kind                  | apiVersion                       | the object                                                                                                                     | the message says                                      | of the field
      serviceAccount    | ServiceAccount        | v1                               | secrets: [{name: db}]                                                                                                          | serviceAccount secrets                                | secrets[0].name
      serviceAccount    | ServiceAccount        | v1                               | imagePullSecrets: [{name: db}]                                                                                                 | serviceAccount imagePullSecrets                       | imagePullSecrets[0].name
      ingressTls        | Ingress               | networking.k8s.io/v1             | spec: {tls: [{hosts: [a.com], secretName: db}]}                                                                                | ingressTls                                            | spec.tls[0].secretName
      ingressTls        | Ingress               | extensions/v1beta1               | spec: {tls: [{secretName: db}]}                                                                                                | ingressTls                                            | spec.tls[0].secretName
      gatewayCredential | Gateway               | networking.istio.io/v1           | spec: {servers: [{tls: {credentialName: db}}]}                                                                                 | gatewayCredential credentialName                      | spec.servers[0].tls.credentialName
      gatewayCredential | Gateway               | networking.istio.io/v1beta1      | spec: {servers: [{tls: {credentialNames: [db]}}]}                                                                              | gatewayCredential credentialNames                     | spec.servers[0].tls.credentialNames[0]
      gatewayCredential | Gateway               | networking.istio.io/v1           | spec: {servers: [{tls: {caCertCredentialName: db}}]}                                                                           | gatewayCredential caCertCredentialName                | spec.servers[0].tls.caCertCredentialName
      gatewayCredential | Gateway               | gateway.networking.k8s.io/v1     | spec: {listeners: [{tls: {certificateRefs: [{name: db}]}}]}                                                                    | gatewayCredential certificateRefs                     | spec.listeners[0].tls.certificateRefs[0].name
      externalSecret    | ExternalSecret        | external-secrets.io/v1           | spec: {target: {name: db}}                                                                                                     | externalSecret target                                 | spec.target.name
      externalSecret    | ExternalSecret        | external-secrets.io/v1beta1      | spec: {}                                                                                                                       | externalSecret target                                 | spec.target.name
      externalSecret    | ClusterExternalSecret | external-secrets.io/v1           | spec: {externalSecretSpec: {target: {name: db}}}                                                                               | externalSecret target                                 | spec.externalSecretSpec.target.name
      storage           | StorageClass          | storage.k8s.io/v1                | parameters: {csi.storage.k8s.io/node-publish-secret-name: db}                                                                  | storage csi.storage.k8s.io/node-publish-secret-name   | parameters[csi.storage.k8s.io/node-publish-secret-name]
      storage           | StorageClass          | storage.k8s.io/v1                | parameters: {adminSecretName: db}                                                                                              | storage adminSecretName                               | parameters[adminSecretName]
      storage           | VolumeSnapshotClass   | snapshot.storage.k8s.io/v1       | parameters: {csi.storage.k8s.io/snapshotter-secret-name: db}                                                                   | storage csi.storage.k8s.io/snapshotter-secret-name    | parameters[csi.storage.k8s.io/snapshotter-secret-name]
      storage           | PersistentVolume      | v1                               | spec: {csi: {driver: x, nodeStageSecretRef: {name: db}}}                                                                       | storage nodeStageSecretRef                            | spec.csi.nodeStageSecretRef.name
      storage           | PersistentVolume      | v1                               | spec: {rbd: {secretRef: {name: db}}}                                                                                           | storage secretRef                                     | spec.rbd.secretRef.name
      storage           | PersistentVolume      | v1                               | spec: {azureFile: {secretName: db}}                                                                                            | storage azureFile                                     | spec.azureFile.secretName
      rbac              | Role                  | rbac.authorization.k8s.io/v1     | rules: [{apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [db]}]                                            | rbac get                                              | rules[0].resourceNames[0]
      rbac              | ClusterRole           | rbac.authorization.k8s.io/v1     | rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"], resourceNames: [db]}]                                               | rbac *                                                | rules[0].resourceNames[0]
      """;

  private static final List<String> LISTS =
      List.of("containers", "initContainers", "ephemeralContainers");

  static Stream<Arguments> workloads() {
    var cases = new ArrayList<Arguments>();
    for (List<String> kind : rows(WORKLOADS)) {
      for (List<String> row : rows(OF_PODS)) {
        for (String list : LISTS) {
          var spec = row.get(1).replace("LIST", list);
          cases.add(
              Arguments.of(
                  row.get(0),
                  kind.get(0),
                  object(kind.get(0), kind.get(1), nested(kind.get(2), spec)),
                  row.get(2),
                  kind.get(2) + "." + row.get(3).replace("LIST", list)));
        }
      }
    }
    return cases.stream();
  }

  static Stream<Arguments> others() {
    return rows(OF_OTHERS).stream()
        .map(
            row ->
                Arguments.of(
                    row.get(0),
                    row.get(1),
                    object(row.get(1), row.get(2), row.get(3)),
                    row.get(4),
                    row.get(5)));
  }

  @ParameterizedTest(name = "{0} in a {1}: {4}")
  @MethodSource({"workloads", "others"})
  void refusedUnlessGranted(
      String channel, String kind, String object, String says, String fieldPath) {
    String reason = says.contains(":") ? says : says + ": not granted";
    var violations = world("default: deny").violationsOf(object);

    assertThat(violations)
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.message())
                  .isEqualTo(
                      "invalid %s secret \"db\" (%s)"
                          .formatted(kind.toLowerCase(Locale.ROOT), reason));
              assertThat(violation.fieldPath()).isEqualTo(fieldPath);
              assertThat(violation.rule()).isEqualTo("secrets.default");
            });
    assertThat(world("default: deny\n" + grant(channel)).create(object)).isEmpty();
    assertThat(world("default: deny\n" + grant(allBut(channel))).create(object)).hasSize(1);
    assertThat(world("grants: [{names: [db]}]\n" + deny(channel)).create(object))
        .containsExactly(violations.getFirst().message().replace("not granted", "denied"));
    assertThat(world(deny(allBut(channel))).create(object)).isEmpty();
  }

  @Test
  void noChannelIsMissing() {
    var tested =
        Stream.of(OF_PODS, OF_OTHERS)
            .flatMap(table -> rows(table).stream())
            .map(List::getFirst)
            .collect(Collectors.toSet());
    assertThat(tested)
        .isEqualTo(
            Arrays.stream(SecretChannel.values())
                .map(SecretChannel::word)
                .collect(Collectors.toSet()));
  }

  private static String grant(String via) {
    return "grants: [{names: [db], via: [" + via + "]}]";
  }

  private static String deny(String via) {
    return "deny: [{names: [db], via: [" + via + "]}]";
  }

  private static SecretWorld world(String section) {
    return SecretWorld.under(section)
        .stored(
            """
            apiVersion: secrets-store.csi.x-k8s.io/v1
            kind: SecretProviderClass
            metadata: {name: syncing}
            spec: {provider: aws, secretObjects: [{secretName: db}]}
            """);
  }

  private static String allBut(String channel) {
    return Arrays.stream(SecretChannel.values())
        .map(SecretChannel::word)
        .filter(word -> !word.equals(channel))
        .collect(Collectors.joining(", "));
  }

  private static String object(String kind, String apiVersion, String rest) {
    return "{apiVersion: %s, kind: %s, metadata: {name: db}, %s}".formatted(apiVersion, kind, rest);
  }

  /** {@code a.b} and {@code c: 1} make {@code a: {b: {c: 1}}}. */
  private static String nested(String path, String inner) {
    return path.replace(".", ": {")
        + ": {"
        + inner
        + "}"
        + "}".repeat(path.split("\\.").length - 1);
  }

  private static List<List<String>> rows(String table) {
    return table
        .lines()
        .skip(1)
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .toList();
  }
}

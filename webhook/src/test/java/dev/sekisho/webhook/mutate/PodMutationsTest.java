package dev.sekisho.webhook.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.objects.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodMutationsTest {

  private static final String READ_ONLY = "mounts: {readOnly: set}";
  private static final String INJECT = "providerClasses: {csi: inject}";
  private static final String NO_TOKEN = "automountServiceAccountToken: set";

  private static final String MOUNTS =
      """
      spec:
        volumes:
        - {name: s, secret: {secretName: db}}
        - {name: p, projected: {sources: [{configMap: {name: c}}, {secret: {name: db}}]}}
        - {name: c, csi: {driver: secrets-store.csi.k8s.io}}
        - {name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}
        - {name: e, emptyDir: {}}
        - {name: o, csi: {driver: other.example}}
        initContainers:
        - {name: i, volumeMounts: [{name: s, mountPath: /s}]}
        containers:
        - name: a
          volumeMounts:
          - {name: s, mountPath: /s, readOnly: false}
          - {name: p, mountPath: /p}
          - {name: c, mountPath: /c}
          - {name: t, mountPath: /t}
          - {name: e, mountPath: /e}
          - {name: o, mountPath: /o}
        - {name: b}
      """;

  @Test
  void secretsAreMountedReadOnly() {
    assertThat(Pods.patch(MOUNTS, READ_ONLY))
        .containsExactlyInAnyOrder(
            "add /spec/volumes/2/csi/readOnly true",
            "add /spec/initContainers/0/volumeMounts/0/readOnly true",
            "replace /spec/containers/0/volumeMounts/0/readOnly true",
            "add /spec/containers/0/volumeMounts/1/readOnly true",
            "add /spec/containers/0/volumeMounts/2/readOnly true");
  }

  @Test
  void aNewEphemeralContainerMountsSecretsReadOnly() {
    var old =
        """
        spec:
          volumes: [{name: s, secret: {secretName: db}}]
          containers: [{name: a, volumeMounts: [{name: s, mountPath: /s}]}]
          ephemeralContainers: [{name: old, volumeMounts: [{name: s, mountPath: /s}]}]
        """;
    var added = old + "  - {name: new, volumeMounts: [{name: s, mountPath: /s}]}\n";
    added = added.replace(" [{name: old", "\n  - {name: old").replace("/s}]}]\n  -", "/s}]}\n  -");
    var request = Pods.request(Operation.UPDATE, "ephemeralcontainers", added, old);
    assertThat(Pods.patch(request, READ_ONLY))
        .containsExactly("add /spec/ephemeralContainers/1/volumeMounts/0/readOnly true");
  }

  @Test
  void theVolumeOfAProviderClassComesByAnnotation() {
    var pod =
        """
        metadata: {annotations: {sekisho.dev/secret-provider-class: "aws-db:/etc/db"}}
        spec:
          initContainers: [{name: i}]
          containers: [{name: a, volumeMounts: [{name: x, mountPath: /x}]}]
        """;
    var mount = "{\"name\":\"sekisho-secrets-store\",\"mountPath\":\"/etc/db\",\"readOnly\":true}";
    assertThat(Pods.patch(pod, INJECT))
        .containsExactlyInAnyOrder(
            "add /spec/volumes [{\"name\":\"sekisho-secrets-store\",\"csi\":"
                + "{\"driver\":\"secrets-store.csi.k8s.io\",\"readOnly\":true,"
                + "\"volumeAttributes\":{\"secretProviderClass\":\"aws-db\"}}}]",
            "add /spec/initContainers/0/volumeMounts [" + mount + "]",
            "add /spec/containers/0/volumeMounts/1 " + mount);
  }

  @Test
  void aMountPathThatIsTakenStaysSo() {
    var pod =
        """
        metadata: {annotations: {sekisho.dev/secret-provider-class: aws-db}}
        spec:
          containers:
          - {name: a, volumeMounts: [{name: mine, mountPath: /mnt/secrets-store}]}
          - {name: b}
        """;
    var mutated = Pods.mutate(pod, INJECT).object();
    assertThat(mutated.at("/spec/containers/0/volumeMounts")).hasSize(1);
    assertThat(mutated.at("/spec/containers/1/volumeMounts/0/mountPath").asText())
        .isEqualTo("/mnt/secrets-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "Name",
        "a..b",
        "-a",
        "a:",
        "a:b",
        "a:/",
        "a:/b/",
        "a:/b//c",
        "a:/b/../c",
        "a:/b:c",
        "a:/./b",
        "a b",
        "a,b"
      })
  void aWrongAnnotationIsRefused(String annotation) {
    var pod =
        """
        metadata: {annotations: {sekisho.dev/secret-provider-class: "%s"}}
        spec: {containers: [{name: a}]}
        """
            .formatted(annotation);
    var mutated = Pods.mutate(pod, INJECT);
    assertThat(mutated.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message())
                  .isEqualTo(
                      "invalid pod annotation \"sekisho.dev/secret-provider-class\""
                          + " (expected: NAME or NAME:/MOUNT/PATH)");
              assertThat(problem.rule()).isEqualTo("secrets.providerClasses.csi");
              assertThat(problem.fieldPath())
                  .isEqualTo("metadata.annotations.sekisho.dev/secret-provider-class");
            });
    assertThat(mutated.object()).isEqualTo(Pods.tree(pod));
  }

  @Test
  void anAnnotationThatIsGoneTakesItsVolumeAlong() {
    var asking =
        """
        metadata: {annotations: {sekisho.dev/secret-provider-class: aws-db}}
        spec: {containers: [{name: a, volumeMounts: [{name: x, mountPath: /x}]}, {name: b}]}
        """;
    var not = "metadata: {annotations: {}}" + asking.substring(asking.indexOf('\n'));
    var copied = Pods.mutate(asking, INJECT).object().toString().replace("\"sekisho.dev/", "\"x/");
    var mutated = Pods.mutate(copied, INJECT).object();
    assertThat(mutated.path("spec")).isEqualTo(Pods.tree(not).path("spec"));
  }

  @Test
  void anotherClassReplacesTheVolumeInItsPlace() {
    var asking =
        """
        metadata: {annotations: {sekisho.dev/secret-provider-class: one}}
        spec: {volumes: [{name: x}], containers: [{name: a}]}
        """;
    var copied = Pods.mutate(asking, INJECT).object().toString();
    assertThat(
            Pods.patch(
                copied.replace("provider-class\":\"one", "provider-class\":\"two:/t"), INJECT))
        .containsExactlyInAnyOrder(
            "replace /spec/volumes/1/csi/volumeAttributes/secretProviderClass \"two\"",
            "replace /spec/containers/0/volumeMounts/0/mountPath \"/t\"");
  }

  /** Moving it behind what others added since would be a patch in every round. */
  @Test
  void whatWasAddedOnceKeepsItsPlace() {
    var asking =
        """
        metadata: {annotations: {sekisho.dev/secret-provider-class: aws-db}}
        spec: {containers: [{name: a}]}
        """;
    var pod = (ObjectNode) Pods.mutate(asking, INJECT).object().deepCopy();
    ((ArrayNode) pod.at("/spec/volumes")).addObject().put("name", "theirs");
    ((ArrayNode) pod.at("/spec/containers/0/volumeMounts")).addObject().put("name", "theirs");

    assertThat(Pods.patch(pod.toString(), INJECT)).isEmpty();
  }

  private static final String TOKEN =
      """
      spec:
        volumes:
        - name: kube-api-access-x1y2z
          projected: {sources: [{serviceAccountToken: {path: token}}, {configMap: {name: root}}]}
        containers:
        - name: a
          volumeMounts:
          - {name: kube-api-access-x1y2z, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}
      """;

  @Test
  void theTokenThatTheApiServerMountedGoes() {
    assertThat(Pods.patch(TOKEN, NO_TOKEN))
        .containsExactlyInAnyOrder(
            "add /spec/automountServiceAccountToken false",
            "remove /spec/volumes",
            "remove /spec/containers/0/volumeMounts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aPodThatSaysWhatItWantsKeepsIt(String automount) {
    assertThat(Pods.patch(TOKEN + "  automountServiceAccountToken: " + automount, NO_TOKEN))
        .isEmpty();
  }

  @Test
  void aTokenOfOnesOwnStays() {
    var pod =
        """
        spec:
          automountServiceAccountToken: null
          volumes:
          - {name: mine, projected: {sources: [{serviceAccountToken: {path: token}}]}}
          - {name: kube-api-access-copy, projected: {sources: [{serviceAccountToken: {path: token}}]}}
          - {name: kube-api-access-other, emptyDir: {}}
          containers:
          - name: a
            volumeMounts:
            - {name: mine, mountPath: /token}
            - {name: kube-api-access-copy, mountPath: /elsewhere}
        """;
    assertThat(Pods.patch(pod, NO_TOKEN))
        .containsExactly("add /spec/automountServiceAccountToken false");
  }

  @ParameterizedTest
  @CsvSource({"CREATE,status", "UPDATE,''", "UPDATE,status", "CREATE,binding", "CONNECT,exec"})
  void onlyNewPodsAreChanged(Operation operation, String subResource) {
    var request = Pods.request(operation, subResource, MOUNTS, MOUNTS);
    assertThat(Pods.patch(request, READ_ONLY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"apps/v1,Deployment", "batch/v1,Job", "v1,PodTemplate", "example.com/v1,Pod"})
  void whatMakesPodsIsNotChanged(String apiVersion, String kind) {
    var request = Pods.request(apiVersion, kind, MOUNTS + "template:\n" + MOUNTS.indent(2));
    assertThat(Pods.patch(request, READ_ONLY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "dryrun"})
  void policiesThatDenyNothingChangeNothing(String enforcement) {
    var policies = Pods.policies("", "  enforcement: " + enforcement + "\n", READ_ONLY);
    assertThat(Pods.patch(Pods.create(MOUNTS), policies)).isEmpty();
  }

  @Test
  void onlyPoliciesOfTheNamespaceCount() {
    var policies = Pods.policies("", "  match: {namespaces: [other]}\n", READ_ONLY);
    assertThat(Pods.patch(Pods.create(MOUNTS), policies)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mounts: {readOnly: require}",
        "automountServiceAccountToken: deny",
        "providerClasses: {check: true}"
      })
  void demandsChangeNothing(String secrets) {
    var pod = MOUNTS + "metadata: {annotations: {sekisho.dev/secret-provider-class: aws-db}}\n";
    assertThat(Pods.patch(pod, secrets)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: null",
        "spec: 7",
        "spec: {containers: 7, volumes: x, initContainers: {a: b}}",
        "spec: {containers: [7, null, [], {name: 7, volumeMounts: 7}], volumes: [7, null, {}]}",
        "spec: {containers: [{volumeMounts: [7, null, {}]}], volumes: [{csi: 7}, {projected: []}]}",
        "metadata: 7",
        "metadata: {annotations: [1]}",
        "metadata: {annotations: {sekisho.dev/secret-provider-class: 7}}"
      })
  void whatIsNoPodIsNotRepaired(String pod) {
    JsonNode tree = Pods.tree(pod);
    var mutated = Pods.mutate(pod, READ_ONLY + "\n" + INJECT);
    assertThat(mutated.object()).isEqualTo(tree);
    assertThat(mutated.problems()).isEmpty();
  }
}

package dev.sekisho.webhook.mutate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PodMutationsPropertyTest {

  private static final String ALL =
      "mounts: {readOnly: set}\nproviderClasses: {csi: inject}\nautomountServiceAccountToken: set";

  /** Pods out of pieces that matter, some of them as the mutations themselves would leave them. */
  @Provide
  Arbitrary<String> pods() {
    var volumes =
        Arbitraries.of(
            "{name: s, secret: {secretName: x}}",
            "{name: e, emptyDir: {}}",
            "{name: c, csi: {driver: secrets-store.csi.k8s.io}}",
            "{name: sekisho-secrets-store, csi: {driver: secrets-store.csi.k8s.io}}",
            "{name: kube-api-access-1, projected: {sources: [{serviceAccountToken: {}}]}}",
            "7");
    var mounts =
        Arbitraries.of(
            "{name: s, mountPath: /s}",
            "{name: e, mountPath: /mnt/secrets-store}",
            "{name: c, mountPath: /c, readOnly: false}",
            "{name: sekisho-secrets-store, mountPath: /old}",
            "{name: kube-api-access-1, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}",
            "null");
    var containers = list(mounts, 3).map(list -> "{name: a, volumeMounts: %s}".formatted(list));
    var annotations =
        Arbitraries.of(
            "",
            "sekisho.dev/secret-provider-class: db",
            "sekisho.dev/secret-provider-class: db:/x",
            "sekisho.dev/secret-provider-class: ':'");
    return Combinators.combine(
            annotations, list(volumes, 4), list(containers, 2), list(containers, 2))
        .as(
            """
            metadata: {annotations: {%s}}
            spec: {volumes: %s, initContainers: %s, containers: %s}
            """
                ::formatted);
  }

  private static Arbitrary<String> list(Arbitrary<String> elements, int max) {
    return elements
        .list()
        .ofMaxSize(max)
        .map(list -> list.stream().collect(Collectors.joining(", ", "[", "]")));
  }

  /** {@link Pods#patch} checks that a second round changes nothing and that the patch applies. */
  @Property(tries = 300)
  void changesOnce(@ForAll("pods") String pod) {
    assertThat(Pods.patch(pod, ALL)).isNotNull();
  }

  /** Another webhook's container in between is mutated too, and nothing else. */
  @Property(tries = 100)
  void whatOthersAddIsMutatedLikewise(@ForAll("pods") String pod) {
    var once = (ObjectNode) Pods.mutate(pod, ALL).object().deepCopy();
    ((ObjectNode) once.path("spec"))
        .withArray("containers")
        .add(Json.tree("{name: 'z', volumeMounts: [{name: 's', mountPath: '/z'}]}"));
    var again = Pods.mutate(once.toString(), ALL).object();
    List<String> changed =
        JsonPatch.diff(once, again).operations().stream().map(JsonPatch.Operation::path).toList();
    JsonNode last = again.path("spec").path("containers");
    assertThat(changed)
        .allMatch(path -> path.startsWith("/spec/containers/" + (last.size() - 1) + "/"));
  }
}

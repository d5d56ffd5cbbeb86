package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.ObjectRequest;
import dev.sekisho.webhook.inject.InjectionSettings;
import dev.sekisho.webhook.inject.SidecarInjector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sidecars among all else that is known and wanted of Pods. */
class InjectionStateTest {

  private final Objects objects =
      new Objects(
          new ClusterState(
              "sekisho-system",
              Optional.of(
                  new SidecarInjector(
                      InjectionSettings.defaults("1", "sekisho-system"),
                      new TreeMap<>(Map.of("envoy.json", "{}"))))));

  private static ObjectRequest pod(String metadata) {
    return Objects.create(
        Objects.tree(
            "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, %s}, spec: {containers: [{name: web, image: a}]}}"
                .formatted(metadata)));
  }

  private void shop() {
    objects.put(
        "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {sekisho.dev/injection: enabled}}}");
  }

  private void policy(String spec) {
    objects.put(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: mesh, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: mesh}
            spec:
        """
            + spec.indent(6));
  }

  private List<String> containers(String list) {
    return objects
        .state()
        .mutate(pod("labels: {app: web}"))
        .object()
        .at("/spec/" + list)
        .valueStream()
        .map(container -> container.path("name").asText())
        .toList();
  }

  private void node(String name, String version) {
    objects.put(
        "{apiVersion: v1, kind: Node, metadata: {name: %s}, status: {nodeInfo: {kubeletVersion: '%s'}}}"
            .formatted(name, version));
  }

  @ParameterizedTest
  @CsvSource({
    "v1.33.0, v1.34.2, true",
    "v1.33.0-eks-1-33-4, v1.40.0, true",
    "v1.32.9, v1.34.0, false",
    "v1.34.0, '', false",
    "v2.0.0, v1.33.1, true",
  })
  void nativeSidecarsNeedEveryKubelet(String one, String other, boolean isNative) {
    shop();
    node("one", one);
    node("other", other);

    assertThat(containers("initContainers").contains("sekisho-proxy")).isEqualTo(isNative);
  }

  @Test
  void aNodeThatIsGoneNoLongerCounts() {
    shop();
    assertThat(containers("containers")).as("none known").contains("sekisho-proxy");
    node("old", "v1.30.0");
    node("new", "v1.35.0");
    objects.delete("Node", "", "old");

    assertThat(containers("initContainers")).contains("sekisho-proxy");
  }

  @Test
  void theNamespaceIsAskedForThoughNoPolicyCares() {
    var service =
        Objects.create(
            Objects.tree("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}}"));

    assertThat(objects.state().unknownNamespace(pod(""))).contains("shop");
    assertThat(objects.state().unknownNamespace(service)).isEmpty();
    shop();
    assertThat(objects.state().unknownNamespace(pod(""))).isEmpty();
  }

  @Test
  void secretRulesSeeWhatThePodAsksForItsSidecar() {
    shop();
    policy(
        """
        secrets: {default: deny}
        mesh: {inject: {allow: [userVolume]}}
        """);
    var asking =
        pod(
            "annotations: {sidecar.istio.io/userVolume: '{\"v\": {\"secret\": {\"secretName\": \"db\"}}}', sidecar.istio.io/userVolumeMount: '{\"v\": {\"mountPath\": \"/v\"}}'}");

    var mutated = objects.state().mutate(asking);

    assertThat(mutated.problems()).isEmpty();
    assertThat(objects.state().review(asking)).isEmpty();
    assertThat(objects.state().review(asking.withObject(mutated.object())))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .contains("db", "sekisho-proxy");
    // Its own volumes are no matter of theirs.
    var plain = pod("labels: {app: web}");
    assertThat(objects.state().review(plain.withObject(objects.state().mutate(plain).object())))
        .isEmpty();
  }

  @Test
  void aMutationMayAskForASidecar() {
    objects.namespace("shop");
    policy(
        """
        mutations:
        - name: all
          match: {apiGroups: [""], resources: [pods]}
          jsonPatch: '[JSONPatch{op: "add", path: "/metadata/labels/sekisho.dev~1inject", value: "true"}]'
        """);

    assertThat(containers("containers")).contains("sekisho-proxy");
  }

  @Test
  void aPolicyMayWantOneInANamespaceWithoutAnyLabel() {
    objects.namespace("shop");
    policy("mesh: {workloads: {selector: {matchLabels: {app: web}}}, inject: {enabled: true}}\n");

    assertThat(containers("containers")).contains("sekisho-proxy");
  }
}

package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.mesh.WorkloadMesh;
import dev.sekisho.policies.model.MtlsMode;
import dev.sekisho.policies.parse.PolicyStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the policies in force say of the mesh, as they and the namespaces come and go. */
class MeshStateTest {

  private static final Map<String, String> API = Map.of("app", "api");
  private static final String STRICT = "mesh: {mtls: {mode: STRICT}}";
  private static final String PERMISSIVE = "mesh: {mtls: {ports: {8080: PERMISSIVE}}}";

  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);

  @BeforeEach
  void namespace() {
    objects.namespace("shop");
  }

  private static String configMap(String namespace, String spec) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: mesh, namespace: %s, labels: {sekisho.dev/policy: "true"}}
        data:
          mesh.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: mesh}
            spec:
        """
            .formatted(namespace)
        + spec.indent(6);
  }

  private MtlsMode mode(String namespace) {
    return state.mesh().of(namespace, API).mode();
  }

  @Test
  void followsThePolicies() {
    assertThat(state.mesh().of("shop", API)).isEqualTo(WorkloadMesh.UNRULED);

    objects.put(configMap("sekisho-system", STRICT));
    assertThat(mode("shop")).isEqualTo(MtlsMode.STRICT);

    objects.delete("ConfigMap", "sekisho-system", "mesh");
    assertThat(mode("shop")).isEqualTo(MtlsMode.PERMISSIVE);
  }

  @Test
  void isWorkedOutAnewOnlyIfPoliciesChange() {
    objects.put(configMap("sekisho-system", STRICT));
    var rules = state.mesh().rules();
    var shop = state.mesh().of("shop", API);

    objects.namespace("qa");
    objects.ingress("shop", "web", "a.test", "sekisho", 1);
    objects.put(configMap("sekisho-system", STRICT));
    assertThat(state.mesh().rules()).isSameAs(rules);
    assertThat(state.mesh().of("shop", API)).isSameAs(shop);

    objects.put(configMap("shop", "mesh: {allowFrom: []}"));
    assertThat(state.mesh().rules()).isNotSameAs(rules);
    assertThat(state.mesh().of("shop", API).allow()).containsExactly(List.of());
  }

  @Test
  void followsTheLabelsOfNamespaces() {
    objects.put(
        configMap(
            "sekisho-system",
            "match: {namespaceSelector: {matchLabels: {tier: edge}}}\n" + STRICT));
    assertThat(mode("shop")).isEqualTo(MtlsMode.PERMISSIVE);

    objects.put("{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {tier: edge}}}");
    assertThat(mode("shop")).isEqualTo(MtlsMode.STRICT);

    objects.delete("Namespace", "", "shop");
    assertThat(mode("shop")).isEqualTo(MtlsMode.PERMISSIVE);
  }

  @Test
  void aNamespacesOwnPolicyThatAsksForLessIsRefused() {
    objects.put(configMap("sekisho-system", STRICT));

    assertThat(preview("shop", PERMISSIVE).status())
        .isInstanceOfSatisfying(
            PolicyStatus.Broken.class,
            broken ->
                assertThat(broken.problems())
                    .extracting(Object::toString)
                    .containsExactly(
                        "mesh.yaml:5:25 spec.mesh.mtls.ports.8080: PERMISSIVE is weaker than STRICT,"
                            + " which the platform's policies ask of these workloads: leave it"
                            + " out"));
    assertThat(preview("shop", STRICT).status()).isInstanceOf(PolicyStatus.Ok.class);
    assertThat(preview("qa", "mesh: {mtls: {mode: STRICT, ports: {80: STRICT}}}").status())
        .isInstanceOf(PolicyStatus.Ok.class);
  }

  @Test
  void whereItGotInItIsWithoutEffectAndTold() {
    objects.put(configMap("shop", PERMISSIVE));
    assertThat(state.mesh().problems()).isEmpty();

    assertThat(preview("sekisho-system", STRICT).status().notes())
        .extracting(Object::toString)
        .containsExactly(
            "spec.mesh.mtls.ports.8080 of policy shop/mesh/mesh would be without effect: PERMISSIVE"
                + " is weaker than STRICT");
    objects.put(configMap("sekisho-system", STRICT));

    assertThat(state.mesh().of("shop", API).mode(8080)).isEqualTo(MtlsMode.STRICT);
    assertThat(state.mesh().problems())
        .containsExactly(
            "shop/mesh/mesh: spec.mesh.mtls.ports.8080: PERMISSIVE is weaker than STRICT, which the"
                + " platform's policies ask of these workloads: leave it out");
    assertThat(preview("sekisho-system", STRICT + "\nenforcement: deny").status().notes())
        .as("told once")
        .isEmpty();
  }

  @Test
  void otherMistakesAreToldAsEver() {
    objects.put(configMap("sekisho-system", STRICT));

    assertThat(preview("shop", "mesh: {mtls: {mode: WEAK}}").status())
        .isInstanceOfSatisfying(
            PolicyStatus.Broken.class, broken -> assertThat(broken.problems()).hasSize(1));
    assertThat(
            state
                .preview(
                    Objects.tree("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}"),
                    "shop",
                    "x")
                .status())
        .isInstanceOf(PolicyStatus.Ignored.class);
  }

  private PolicyPreview preview(String namespace, String spec) {
    return state.preview(Objects.tree(configMap(namespace, spec)), namespace, "mesh");
  }
}

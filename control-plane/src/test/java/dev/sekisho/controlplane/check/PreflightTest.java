package dev.sekisho.controlplane.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.controlplane.check.CheckResult.Level;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class PreflightTest {

  private static final String VALIDATING =
      """
      webhooks:
      - name: validate.sekisho.dev
        clientConfig: {caBundle: YQ==}
        namespaceSelector:
          matchExpressions:
          - key: kubernetes.io/metadata.name
            operator: NotIn
            values: [home, kube-system, calico-system]
      - name: scan.acme.example
        clientConfig: {}
      """;

  private static final String MUTATING =
      """
      webhooks:
      - name: mutate.sekisho.dev
        clientConfig: {caBundle: YQ==}
        namespaceSelector:
          matchExpressions: [{key: mesh, operator: NotIn, values: ["on"]}]
      - name: inject.sekisho.dev
        clientConfig: {caBundle: YQ==}
        namespaceSelector:
          matchExpressions: [{key: mesh, operator: In, values: ["on"]}]
      """;

  private static final String DENY_EGRESS =
      "{metadata: {namespace: shop}, spec: {podSelector: {}, policyTypes: [Egress], egress: [%s]}}";

  private List<JsonNode> namespaces = List.of();
  private List<JsonNode> daemonSets = List.of();
  private List<JsonNode> policies = List.of();
  private List<String> missing = List.of();
  private List<String> unread = List.of();

  private static JsonNode tree(String yaml) {
    return JsonMapper.builder().build().valueToTree(new Yaml().<Object>load(yaml));
  }

  private List<CheckResult> results(
      String version, Optional<String> validating, Optional<String> mutating) {
    return Preflight.of(
        new ClusterFacts(
            "home",
            version,
            validating.map(PreflightTest::tree),
            mutating.map(PreflightTest::tree),
            namespaces,
            daemonSets,
            policies,
            missing,
            unread));
  }

  private List<CheckResult> installed() {
    return results("v1.35.4", Optional.of(VALIDATING), Optional.of(MUTATING));
  }

  /** What isn't all right, each with its level and what was looked at. */
  private static List<String> findings(List<CheckResult> results) {
    return results.stream()
        .filter(result -> result.level() != Level.OK)
        .map(result -> result.level() + " " + result.check() + ": " + result.message())
        .toList();
  }

  private void injected(String annotations, String labels) {
    namespaces =
        List.of(
            tree(
                "{metadata: {name: shop, annotations: {%s}, labels: {mesh: \"on\", %s}}}"
                    .formatted(annotations, labels)));
  }

  @Test
  void saysOfEachLookThatAllIsWell() {
    injected("", "");

    assertThat(findings(installed())).isEmpty();
    assertThat(installed())
        .extracting(CheckResult::check)
        .containsExactly("version", "rights", "webhooks", "webhooks", "exempt", "injection");
  }

  @ParameterizedTest
  @CsvSource({"v1.30.0,OK", "1.35.4-eks-1,OK", "v2.0,OK", "v1.29.9,PROBLEM", "none,PROBLEM"})
  void knowsTheOldestVersion(String version, Level level) {
    assertThat(results(version, Optional.empty(), Optional.empty()).getFirst().level())
        .isEqualTo(level);
  }

  @Test
  void whatIsNotInstalledIsNoProblem() {
    assertThat(findings(results("v1.35.4", Optional.empty(), Optional.empty())))
        .singleElement()
        .asString()
        .startsWith("WARNING webhooks: Sekisho isn't installed");
  }

  @Test
  void namesWhatIsMissing() {
    missing = List.of("create events");
    unread = List.of("daemonsets");

    assertThat(
            findings(
                results(
                    "v1.35.4", Optional.of(VALIDATING.replace("YQ==", "''")), Optional.empty())))
        .satisfiesExactly(
            text -> assertThat(text).startsWith("WARNING access: daemonsets can't be read"),
            text -> assertThat(text).contains("ServiceAccount home/sekisho may not create events"),
            text -> assertThat(text).contains("no caBundle in validate.sekisho.dev;"),
            text -> assertThat(text).contains("no MutatingWebhookConfiguration \"sekisho\""));
  }

  @Test
  void namesDaemonSetsThatTheWebhooksSee() {
    namespaces =
        List.of(tree("{metadata: {name: left-alone, labels: {sekisho.dev/webhook: ignore}}}"));
    daemonSets =
        List.of(
            tree("{metadata: {namespace: kube-system, name: kube-proxy}}"),
            tree("{metadata: {namespace: calico-system, name: calico-node}}"),
            tree("{metadata: {namespace: left-alone, name: any}}"),
            tree("{metadata: {namespace: storage, name: csi-node}}"));

    assertThat(findings(installed()))
        .singleElement()
        .asString()
        .startsWith("WARNING exempt: DaemonSet storage/csi-node can't start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "restricted"})
  void namesNamespacesWhosePodSecurityRefusesTheRedirection(String level) {
    var enforce = "pod-security.kubernetes.io/enforce: " + level;
    injected("", enforce);
    assertThat(findings(installed()))
        .singleElement()
        .asString()
        .startsWith("PROBLEM pod-security: namespace shop enforces \"" + level + "\"");

    injected("sekisho.dev/redirection: explicit", enforce);
    assertThat(findings(installed())).isEmpty();
    injected("", "pod-security.kubernetes.io/enforce: privileged");
    assertThat(findings(installed())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|true",
        "{ports: [{port: 53, protocol: UDP}]}|true",
        "{ports: [{port: 15012, protocol: UDP}]}|true",
        "{to: [{podSelector: {}}]}|true",
        "{}|false",
        "{ports: [{port: 15012}]}|false",
        "{ports: [{port: 15000, endPort: 15100}], to: [{namespaceSelector: {}}]}|false",
        "{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}|false",
      })
  void namesNamespacesThatAreCutOff(String rule, boolean cutOff) {
    injected("", "");
    policies = List.of(tree(DENY_EGRESS.formatted(rule)));

    assertThat(findings(installed())).hasSize(cutOff ? 1 : 0);
    assertThat(findings(installed()))
        .allMatch(text -> text.startsWith("PROBLEM egress: namespace shop"));
  }

  @Test
  void policiesOfSomePodsOrOfIngressCutNobodyOff() {
    injected("", "");
    var all = DENY_EGRESS.formatted("");
    policies =
        List.of(
            tree(all.replace("podSelector: {}", "podSelector: {matchLabels: {a: b}}")),
            tree(all.replace("[Egress]", "[Ingress]")),
            tree(all.replace("namespace: shop", "namespace: other")));

    assertThat(findings(installed())).isEmpty();
  }
}

package dev.sekisho.controlplane.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.Objects;
import dev.sekisho.policies.model.PolicySet;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesConfigurationTest {

  private static final Optional<String> PEM = Optional.of("CA of ours");
  private static final String INSTALLED =
      """
      metadata: {name: sekisho}
      webhooks:
      - name: policy.sekisho.dev
        clientConfig: {service: {namespace: home, name: sekisho, path: /validate-policy, port: 443}}
        rules: [{apiGroups: [""], apiVersions: [v1], operations: ["*"], resources: [configmaps]}]
      - name: validate.sekisho.dev
        clientConfig:
          caBundle: b2xk
          service: {namespace: home, name: sekisho, path: /validate, port: 443}
        namespaceSelector: {matchExpressions: [{key: k, operator: NotIn, values: [kube-system]}]}
        objectSelector: {}
        failurePolicy: Fail
        matchPolicy: Equivalent
        sideEffects: NoneOnDryRun
        timeoutSeconds: 5
        admissionReviewVersions: [v1]
        rules:
        - {apiGroups: [batch], apiVersions: ["*"], operations: ["*"], resources: [jobs], scope: "*"}
      """;

  private static PolicySet rule(String resource) {
    var state = new ClusterState("sekisho-system");
    new Objects(state)
        .put(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              {name: p, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}, uid: u}
            data:
              p.yaml: |
                apiVersion: sekisho.dev/v1alpha1
                kind: Policy
                metadata: {name: p}
                spec:
                  rules:
                  - {name: r, match: {apiGroups: [batch], resources: [%s]}, expression: "true"}
            """
                .formatted(resource));
    return state.policies();
  }

  private static Optional<ArrayNode> wanted(String installed, String resource) {
    return RulesConfiguration.webhooks(
        WebhookKind.VALIDATING, Optional.of(Trees.yaml(installed)), rule(resource), PEM);
  }

  @Test
  void itIsLikeTheInstalledEntryButForItsRules() {
    assertThat(wanted(INSTALLED, "cronjobs"))
        .contains(
            (ArrayNode)
                Trees.yaml(
                    """
                    - name: validate.sekisho.dev
                      clientConfig:
                        caBundle: Q0Egb2Ygb3Vycw==
                        service: {namespace: home, name: sekisho, path: /validate, port: 443}
                      namespaceSelector:
                        {matchExpressions: [{key: k, operator: NotIn, values: [kube-system]}]}
                      failurePolicy: Fail
                      timeoutSeconds: 5
                      sideEffects: NoneOnDryRun
                      admissionReviewVersions: [v1]
                      matchPolicy: Equivalent
                      rules:
                      - apiGroups: [batch]
                        apiVersions: ["*"]
                        operations: [CREATE, UPDATE]
                        resources: [cronjobs]
                        scope: "*"
                    """));
  }

  @Test
  void whatOthersTrustStaysWhereNothingElseIsKnown() {
    var wanted =
        RulesConfiguration.webhooks(
            WebhookKind.VALIDATING,
            Optional.of(Trees.yaml(INSTALLED)),
            rule("cronjobs"),
            Optional.empty());

    assertThat(wanted.orElseThrow().path(0).path("clientConfig").path("caBundle").asText())
        .isEqualTo("b2xk");
  }

  @Test
  void itIsNotThereWhereNothingIsMissing() {
    assertThat(wanted(INSTALLED, "jobs")).as("asked already").isEmpty();
    assertThat(
            RulesConfiguration.webhooks(
                WebhookKind.VALIDATING, Optional.empty(), rule("cronjobs"), PEM))
        .as("nothing is installed")
        .isEmpty();
    assertThat(wanted(INSTALLED.replace("validate.sekisho.dev", "other.test"), "cronjobs"))
        .as("no entry to be like")
        .isEmpty();
    assertThat(
            RulesConfiguration.webhooks(
                WebhookKind.MUTATING, Optional.of(Trees.yaml(INSTALLED)), rule("cronjobs"), PEM))
        .as("a rule mutates nothing")
        .isEmpty();
  }

  @Test
  void anEntryThatLetsSomePassCoversNothing() {
    for (String narrowed :
        new String[] {
          INSTALLED.replace("objectSelector: {}", "objectSelector: {matchLabels: {a: b}}"),
          INSTALLED.replace(
              "objectSelector: {}", "matchConditions: [{name: c, expression: 'true'}]"),
          INSTALLED.replace("[jobs], scope: \"*\"", "[jobs], scope: Namespaced"),
          INSTALLED.replace("operations: [\"*\"], resources: [jobs]", "resources: [jobs]")
        }) {
      assertThat(wanted(narrowed, "jobs")).as(narrowed).isPresent();
    }
  }

  @Test
  void whatTheChartSparesIsSparedHereToo() {
    var conditions =
        EntryScope.SPARING.stream()
            .sorted()
            .map(
                expression ->
                    "{name: c%d, expression: \"%s\"}".formatted(expression.length(), expression))
            .collect(Collectors.joining(", ", "[", "]"));
    var sparing = INSTALLED.replace("objectSelector: {}", "matchConditions: " + conditions);

    assertThat(wanted(sparing, "jobs")).as("asked already").isEmpty();
    assertThat(wanted(sparing, "cronjobs").orElseThrow().path(0).path("matchConditions"))
        .isEqualTo(Trees.yaml(conditions));
  }

  @Test
  void namespacesThatAreLeftToAnotherEntryAreOursToo() {
    var entries =
        """
        webhooks:
        - name: mutate.sekisho.dev
          namespaceSelector:
            matchExpressions:
            - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}
            - {key: injection, operator: NotIn, values: [enabled]}
        - name: inject.sekisho.dev
          namespaceSelector:
            matchExpressions: [{key: injection, operator: In, values: [enabled]}]
        - name: another.test
          namespaceSelector:
            matchExpressions:
            - {key: kubernetes.io/metadata.name, operator: In, values: [a]}
        """;
    var configuration = Trees.yaml(entries);

    assertThat(EntryScope.namespaces(configuration, configuration.path("webhooks").path(0)))
        .isEqualTo(
            Trees.yaml(
                """
                matchExpressions:
                - {key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}
                """));
    assertThat(EntryScope.namespaces(configuration, configuration.path("webhooks").path(1)))
        .isEqualTo(configuration.path("webhooks").path(1).path("namespaceSelector"));
  }

  @Test
  void itIsRightWhereTheApiServerHasOnlyAdded() {
    var wanted = wanted(INSTALLED, "cronjobs").orElseThrow();
    var found = (ObjectNode) Trees.yaml("metadata: {name: sekisho-rules, resourceVersion: '7'}");
    found.set("webhooks", wanted.deepCopy());
    var entry = (ObjectNode) found.path("webhooks").path(0);
    entry.putObject("objectSelector");
    assertThat(RulesConfiguration.says(found, wanted)).isTrue();

    entry.putObject("objectSelector").putObject("matchLabels").put("a", "b");
    assertThat(RulesConfiguration.says(found, wanted)).as("narrowed by hand").isFalse();

    entry.remove("objectSelector");
    entry.put("failurePolicy", "Ignore");
    assertThat(RulesConfiguration.says(found, wanted)).as("changed by hand").isFalse();

    entry.put("failurePolicy", "Fail");
    assertThat(RulesConfiguration.says(found, wanted)).isTrue();
    ((ArrayNode) found.path("webhooks")).addObject().put("name", "more.test");
    assertThat(RulesConfiguration.says(found, wanted)).as("added by hand").isFalse();
  }
}

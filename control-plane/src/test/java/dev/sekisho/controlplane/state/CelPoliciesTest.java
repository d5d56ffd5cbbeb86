package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Violation;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules, mutations and claims in CEL, asked as admission asks. */
class CelPoliciesTest {

  private final Objects objects = new Objects(new ClusterState("sekisho-system"));

  @BeforeEach
  void policy() {
    objects.namespace("qa");
    objects.put(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: cel, namespace: sekisho-system, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: cel}
            spec:
              hosts:
                allow: ["*.${namespace}.test"]
                claims:
                - {apiGroups: [route.dev], resources: [routes], expression: "[object.spec.host]"}
              rules:
              - name: tier
                match: {apiGroups: [""], resources: [pods]}
                expression: "has(object.metadata.labels) && has(object.metadata.labels.tier)"
                messageExpression: "request.name + ' has no tier'"
              mutations:
              - name: owner
                match: {apiGroups: [""], resources: [pods]}
                jsonPatch: '[JSONPatch{op: "add", path: "/metadata/owner", value: request.userInfo.username}]'
              exemptions:
              - {checks: [rules.tier], selector: {matchLabels: {legacy: "yes"}}, reason: "old"}
        """);
  }

  private List<String> messages(String object) {
    return objects.state().review(Objects.create(Objects.tree(object))).stream()
        .map(Violation::message)
        .toList();
  }

  @Test
  void rulesHaveTheirSayUnlessExempt() {
    String pod = "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: qa, labels: {%s}}}";

    assertThat(messages(pod.formatted("app: x"))).containsExactly("a has no tier");
    assertThat(messages(pod.formatted("tier: x"))).isEmpty();
    assertThat(messages(pod.formatted("legacy: \"yes\""))).isEmpty();
  }

  @Test
  void mutationsChangeTheObject() {
    var pod = Objects.tree("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: qa}}");

    var mutated = objects.state().mutate(Objects.create(pod));

    assertThat(mutated.problems()).isEmpty();
    assertThat(mutated.object().at("/metadata/owner").asText()).isEqualTo("someone");
  }

  @Test
  void claimedKindsMayServeOnlyWhatIsAllowed() {
    String route =
        "{apiVersion: route.dev/v1, kind: Route, metadata: {name: r, namespace: qa}, spec: {%s}}";

    assertThat(messages(route.formatted("host: a.qa.test"))).isEmpty();
    assertThat(messages(route.formatted("host: a.other.test")))
        .containsExactly("invalid route host \"a.other.test\"");
    assertThat(messages(route.formatted("")))
        .singleElement()
        .asString()
        .startsWith("invalid route: its hosts can't be told");
    var edit =
        Objects.update(
            Objects.tree(route.formatted("host: a.other.test")),
            Objects.tree(route.formatted("host: a.other.test, x: 1")));
    assertThat(objects.state().review(edit)).isEmpty();
  }
}

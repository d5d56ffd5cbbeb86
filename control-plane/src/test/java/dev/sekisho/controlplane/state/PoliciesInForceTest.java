package dev.sekisho.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.parse.PolicyStatus;
import dev.sekisho.policies.parse.PolicyStatus.Ok;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of the policies that were written are in force. */
class PoliciesInForceTest {

  private static final String OWN = "sekisho-system";
  private static final ObjectKey EDGE = new ObjectKey("ConfigMap", OWN, "edge");

  private final Objects objects = new Objects(new ClusterState(OWN));
  private final ClusterState state = objects.state();

  @Test
  void aBrokenEditKeepsTheLastGoodVersion() {
    objects.policy("edge", "allow: ['*.qa.test']");
    var revision = state.policies().revision();

    var report = objects.policy("edge", "allw: ['*']");

    assertThat(report.status())
        .isInstanceOfSatisfying(
            PolicyStatus.Broken.class,
            broken -> {
              assertThat(broken.lastGoodInForce()).isTrue();
              assertThat(broken.problems()).singleElement().asString().contains("allw", "allow");
            });
    assertThat(state.policies().revision()).isEqualTo(revision);
    assertThat(objects.messages("qa", "x.other.test")).hasSize(1);
    assertThat(state.policyStatuses()).containsOnlyKeys(EDGE);
    assertThat(state.lastGood(EDGE).orElseThrow().get("policy.yaml")).contains("*.qa.test");
  }

  @Test
  void aBrokenFirstVersionIsNotInForce() {
    var report = objects.policy("edge", "allw: ['*']");

    assertThat(report.status())
        .isInstanceOfSatisfying(
            PolicyStatus.Broken.class, b -> assertThat(b.lastGoodInForce()).isFalse());
    assertThat(state.policies().policies()).isEmpty();
    assertThat(state.lastGood(EDGE)).isEmpty();
  }

  @Test
  void whatWasGoodBeforeARestartIsInForceWhileItsConfigMapIsBroken() {
    state.restore(EDGE, Map.of("policy.yaml", Objects.policyText("edge", "allow: ['*.qa.test']")));
    assertThat(objects.messages("qa", "x.other.test")).hasSize(1);

    objects.policy("edge", "allw: ['*']");

    assertThat(state.dropRestored(Set.of(EDGE))).as("its ConfigMap is there").isEmpty();
    assertThat(objects.messages("qa", "x.other.test")).hasSize(1);
    assertThat(objects.messages("qa", "x.qa.test")).isEmpty();
  }

  @Test
  void whatWasGoodBeforeARestartGoesWithItsConfigMap() {
    state.restore(EDGE, Map.of("policy.yaml", Objects.policyText("edge", "allow: ['*.qa.test']")));

    assertThat(state.dropRestored(Set.of(EDGE))).containsExactly(EDGE);
    assertThat(state.policies().policies()).isEmpty();
    assertThat(state.policyStatuses()).isEmpty();
    assertThat(objects.messages("qa", "x.other.test")).isEmpty();
  }

  @Test
  void anExemptionEndsAtItsTimeForAdmissionAndRouting() {
    state.timeIs(Objects.NOW);
    putExemption(Objects.NOW.plusSeconds(60));
    var before = state.policies();
    objects.ingress("legacy", "x", "old.test", "sekisho", 1);
    assertThat(objects.messages("legacy", "x.old.test")).isEmpty();
    assertThat(objects.messages("qa", "x.old.test")).hasSize(1);
    assertThat(state.withheld()).isEmpty();

    assertThat(state.timeIs(Objects.NOW.plusSeconds(59))).isFalse();
    assertThat(objects.messages("legacy", "x.old.test")).isEmpty();

    assertThat(state.timeIs(Objects.NOW.plusSeconds(60))).isTrue();
    assertThat(objects.messages("legacy", "x.old.test")).hasSize(1);
    assertThat(state.withheld()).hasSize(1);
    assertThat(state.policies().revision()).isNotEqualTo(before.revision());
    assertThat(state.policies().nextExpiry()).isEmpty();
  }

  private void putExemption(Instant expires) {
    var unused =
        objects.policy(
            "edge",
            """
            allow: ['*.qa.test']}
              exemptions:
              - {namespaces: [legacy], reason: moves, expires: '%s'\
            """
                .formatted(expires));
  }

  @Test
  void aNamespacesOwnPolicyOnlySubtracts() {
    objects.policy("edge", "allow: ['*.qa.test']");
    var theirs =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: edge, namespace: qa, labels: {sekisho.dev/policy: "true"}}
        data:
          policy.yaml: |
        """
            + Objects.policyText("own", "allow: ['a.qa.test', 'a.other.test']").indent(4);
    assertThat(objects.put(theirs)).map(report -> report.status()).contains(new Ok(List.of()));

    assertThat(objects.messages("qa", "a.qa.test")).isEmpty();
    assertThat(objects.messages("qa", "b.qa.test")).hasSize(1);
    assertThat(objects.messages("qa", "a.other.test")).hasSize(1);
    assertThat(objects.messages("shop", "b.qa.test")).isEmpty();

    objects.delete("ConfigMap", "qa", "edge");
    assertThat(objects.messages("qa", "b.qa.test")).isEmpty();
  }

  @Test
  void theSameContentAgainIsNoChange() {
    assertThat(objects.policy("edge", "allow: ['a.test']").changed()).isTrue();
    assertThat(objects.policy("edge", "allow: ['a.test']", "{\"status\":\"ok\"}").changed())
        .isFalse();
    assertThat(objects.policy("edge", "allow: ['b.test']").changed()).isTrue();
  }

  @Test
  void theReportNamesTheConfigMapAndItsAnnotation() {
    var report = objects.policy("edge", "allow: ['a.test']", "{\"status\":\"old\"}");

    assertThat(report.configMap()).isEqualTo(EDGE);
    assertThat(report.uid()).isEqualTo("uid-edge");
    assertThat(report.current()).contains("{\"status\":\"old\"}");
    assertThat(objects.policy("other", "allow: ['a.test']").current()).isEmpty();
  }

  @Test
  void aDeletedPolicyIsNoLongerInForce() {
    objects.policy("edge", "allow: ['a.test']");

    objects.delete("ConfigMap", OWN, "edge");

    assertThat(state.policies().policies()).isEmpty();
    assertThat(objects.messages("qa", "x.test")).isEmpty();
    assertThat(objects.policy("edge", "allow: ['a.test']").changed()).as("anew").isTrue();
  }

  @Test
  void policiesOfOtherNamespacesAreRefused() {
    var report =
        objects.put(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: mine, namespace: qa, uid: u, labels: {sekisho.dev/policy: "true"}}
            data: {policy.yaml: "x"}
            """);

    assertThat(report.orElseThrow().status()).isInstanceOf(PolicyStatus.Broken.class);
    assertThat(state.policies().policies()).isEmpty();
  }
}

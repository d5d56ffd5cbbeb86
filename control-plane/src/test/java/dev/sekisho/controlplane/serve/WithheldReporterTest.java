package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.state.ClusterState;
import dev.sekisho.controlplane.state.Objects;
import org.junit.jupiter.api.Test;

class WithheldReporterTest {

  private final FakeSource source = new FakeSource();
  private final ClusterState state = new ClusterState("sekisho-system");
  private final Objects objects = new Objects(state);
  private final WithheldReporter reporter = new WithheldReporter(source, true);

  private void ingress(String namespace, int second, String ingressClass, String host) {
    objects.put(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: front, namespace: %s, uid: uid-%s, creationTimestamp: "2026-01-01T00:00:0%dZ"}
        spec: {ingressClassName: %s, rules: [{host: %s}]}
        """
            .formatted(namespace, namespace, second, ingressClass, host));
  }

  private String revision() {
    return state.policies().revision().toString();
  }

  @Test
  void theLoserOfAConflictIsToldOnce() {
    ingress("a", 1, "sekisho", "x.test");
    ingress("b", 2, "sekisho", "x.test");

    reporter.tell(state);
    reporter.tell(state);

    assertThat(source.warnings)
        .containsExactly(
            "Ingress/b/front uid-b NotRouted: not routed: host \"x.test\" conflicts with a/front,"
                + " which is older (policy revision "
                + revision()
                + ")");
  }

  @Test
  void whatAPolicyForbidsIsTold() {
    objects.policy("edge", "allow: ['a.test']");
    ingress("b", 1, "sekisho", "x.test");

    reporter.tell(state);

    assertThat(source.warnings)
        .containsExactly(
            "Ingress/b/front uid-b NotRouted: not routed: invalid ingress host \"x.test\" (policy"
                + " revision "
                + revision()
                + ")");
  }

  @Test
  void oneThatIsServedAgainAndThenNotIsToldAnew() {
    ingress("a", 1, "sekisho", "x.test");
    ingress("b", 2, "sekisho", "x.test");
    reporter.tell(state);
    objects.delete("Ingress", "a", "front");
    reporter.tell(state);
    ingress("a", 1, "sekisho", "x.test");

    reporter.tell(state);

    assertThat(source.warnings).hasSize(2);
  }

  @Test
  void whoDoesNotLeadTellsNobodyUntilItDoes() {
    var second = new WithheldReporter(source, false);
    ingress("a", 1, "sekisho", "x.test");
    ingress("b", 2, "sekisho", "x.test");
    second.tell(state);
    assertThat(source.warnings).isEmpty();

    second.lead(state);
    assertThat(source.warnings).hasSize(1);
    second.tell(state);
    assertThat(source.warnings).as("told").hasSize(1);

    second.follow();
    ingress("c", 3, "sekisho", "x.test");
    second.tell(state);
    assertThat(source.warnings).hasSize(1);
  }

  @Test
  void whatOtherGatewaysServeIsNoneOfOurBusiness() {
    ingress("a", 1, "nginx", "x.test");
    ingress("b", 2, "nginx", "x.test");

    reporter.tell(state);

    assertThat(source.warnings).isEmpty();
  }
}

package dev.sekisho.policies.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.HostPattern;
import dev.sekisho.policies.model.PolicySet;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.objects.ObjectKey;
import dev.sekisho.policies.objects.ObjectMeta;
import dev.sekisho.policies.parse.PolicyParser;
import dev.sekisho.policies.parse.PolicySourceText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespaceChecksTest {

  private static final NamespaceFacts QA = NamespaceFacts.unknown("qa");

  private final HostRequest request = request("web.qa.test");

  @Test
  void whatAnotherPolicySetSaysNothingNewOfStaysTheSame() {
    var before = HostReviewer.claimingObject(request, checks("allow: ['*.qa.test']"));

    var after =
        HostReviewer.changedClaimingObject(
            before, checks("allow: ['*.qa.test'], deny: ['admin.qa.test']"));

    assertThat(after).isEmpty();
  }

  @Test
  void whatItSaysOtherwiseIsAnother() {
    var before = HostReviewer.claimingObject(request, checks("allow: ['*.qa.test']"));
    var denying = checks("allow: ['*.qa.test'], deny: ['web.qa.test']");

    var after = HostReviewer.changedClaimingObject(before, denying);

    assertThat(after).contains(HostReviewer.claimingObject(request, denying));
    assertThat(after.orElseThrow().notAllowed()).hasSize(1);
  }

  @Test
  void whatRoutingReadsOfAPolicyMakesADifference() {
    var allowed = checks("allow: ['*.qa.test']");

    assertThat(allowed.routesAs(checks("allow: ['*.qa.test']"))).isTrue();
    assertThat(allowed.routesAs(checks("allow: ['*.test']"))).isFalse();
    assertThat(allowed.routesAs(checks("allow: ['*.qa.test']", "{namespaces: [prod]}"))).isFalse();
    assertThat(
            with("exemptions: [{checks: [hosts], reason: r}]")
                .routesAs(with("exemptions: [{checks: [secrets], reason: r}]")))
        .isFalse();
    assertThat(with("enforcement: deny").routesAs(with("enforcement: warn"))).isFalse();
  }

  private static NamespaceChecks with(String line) {
    return checksOf(line + "\nhosts: {allow: ['*.qa.test']}");
  }

  private static NamespaceChecks checks(String rules) {
    return checksOf("hosts: {%s}".formatted(rules));
  }

  private static NamespaceChecks checks(String rules, String match) {
    return checksOf("match: %s\nhosts: {%s}".formatted(match, rules));
  }

  private static NamespaceChecks checksOf(String spec) {
    var text =
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: edge}
        spec:
          %s
        """
            .formatted(spec.replace("\n", "\n  "));
    var parsed = PolicyParser.parse(new PolicySourceText("own", "edge", "edge.yaml", text, "own"));
    assertThat(parsed.problems()).isEmpty();
    return NamespaceChecks.of(QA, PolicySet.of(parsed.policies()));
  }

  private static HostRequest request(String host) {
    var exposure = Exposure.ofIngressClass(Optional.empty());
    var key = new ObjectKey("Ingress", "qa", "web");
    var claim =
        new HostClaim(
            key,
            "namespace qa",
            exposure,
            HostPattern.of(host),
            HostClaim.Subject.HOST,
            "spec.rules[0].host",
            Set.of());
    return new HostRequest(
        key,
        new ObjectMeta("qa", "web", "u", Instant.EPOCH, Map.of(), Map.of(), false),
        "ingress",
        "namespace qa",
        Set.of(exposure),
        Optional.empty(),
        List.of(claim),
        new HostRequest.Tls(false, false, List.of(), "spec.tls"),
        List.of());
  }
}

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
            request, checks("allow: ['*.qa.test'], deny: ['admin.qa.test']"), before);

    assertThat(after).isEmpty();
  }

  @Test
  void whatItSaysOtherwiseIsAnother() {
    var before = HostReviewer.claimingObject(request, checks("allow: ['*.qa.test']"));
    var denying = checks("allow: ['*.qa.test'], deny: ['web.qa.test']");

    var after = HostReviewer.changedClaimingObject(request, denying, before);

    assertThat(after).contains(HostReviewer.claimingObject(request, denying));
    assertThat(after.orElseThrow().notAllowed()).hasSize(1);
  }

  private static NamespaceChecks checks(String rules) {
    var text =
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: edge}
        spec:
          hosts: {%s}
        """
            .formatted(rules);
    var parsed = PolicyParser.parse(new PolicySourceText("own", "edge", "edge.yaml", text, "own"));
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

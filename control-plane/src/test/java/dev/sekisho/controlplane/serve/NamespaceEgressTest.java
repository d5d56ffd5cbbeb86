package dev.sekisho.controlplane.serve;

import static dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy.ALLOW_ANY;
import static dev.sekisho.xds.model.sidecar.OutboundTrafficPolicy.REGISTRY_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.xds.engine.Egress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceEgressTest {
  private static NamespaceEgress annotated(Map<String, String> annotations) {
    return NamespaceEgress.of(new NamespaceFacts("web", Map.of(), annotations), ALLOW_ANY);
  }

  @Test
  void aNamespaceThatSaysNothingDoesAsTheMesh() {
    var facts = NamespaceFacts.unknown("web");
    assertThat(NamespaceEgress.of(facts, ALLOW_ANY).egress()).isEqualTo(Egress.ALL);
    assertThat(NamespaceEgress.of(facts, REGISTRY_ONLY).egress())
        .isEqualTo(new Egress(REGISTRY_ONLY, Optional.empty()));
  }

  @Test
  void aNamespaceSaysOtherwise() {
    var facts = new NamespaceFacts("web", Map.of(), Map.of(NamespaceEgress.POLICY, " ALLOW_ANY "));
    assertThat(NamespaceEgress.of(facts, REGISTRY_ONLY).egress()).isEqualTo(Egress.ALL);
    assertThat(annotated(Map.of(NamespaceEgress.POLICY, "REGISTRY_ONLY")).egress().elsewhere())
        .isEqualTo(REGISTRY_ONLY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "shop, billing; billing,shop,web",
        "shop,,web ,; shop,web",
        "''; web",
      })
  void whatANamespaceDependsOnAlwaysIncludesItself(String text, String expected) {
    var read = annotated(Map.of(NamespaceEgress.DEPENDS_ON, text));
    assertThat(read.problems()).isEmpty();
    assertThat(read.egress().namespaces()).contains(new TreeSet<>(Set.of(expected.split(",", -1))));
  }

  @Test
  void whatCantBeReadIsAProblemAndTheRestHolds() {
    var read =
        annotated(
            Map.of(
                NamespaceEgress.POLICY, "registry-only",
                NamespaceEgress.DEPENDS_ON, "shop, Billing!, bank"));
    assertThat(read.egress().elsewhere()).isEqualTo(ALLOW_ANY);
    assertThat(read.egress().namespaces()).contains(new TreeSet<>(Set.of("bank", "shop", "web")));
    assertThat(read.problems())
        .containsExactly(
            "Namespace/web metadata.annotations[sekisho.dev/outbound-traffic-policy]:"
                + " unknown policy (expected: ALLOW_ANY or REGISTRY_ONLY)",
            "Namespace/web metadata.annotations[sekisho.dev/depends-on]:"
                + " not all of it are names of namespaces (expected: as in shop, billing)");
  }
}

package dev.sekisho.policies.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the author of a {@code mesh} section is told, though it is right. */
class MeshNotesTest {

  private static List<String> notes(String spec) {
    var status =
        new PolicyBook(Documents.OWN)
            .put(
                new PolicyConfigMap(
                    Documents.OWN,
                    "policies",
                    Map.of(PolicyConfigMap.LABEL, PolicyConfigMap.LABEL_VALUE),
                    Map.of("mesh.yaml", Documents.policy("edge", spec)),
                    Set.of()));
    assertThat(status).isInstanceOf(PolicyStatus.Ok.class);
    return status.notes().stream().map(PolicyNote::toString).toList();
  }

  @Test
  void nothingWhereAllHasEffect() {
    assertThat(notes("mesh: {mtls: {mode: STRICT}, allowFrom: []}")).isEmpty();
    assertThat(notes("mesh: {mtls: {mode: DISABLE}}")).isEmpty();
    assertThat(notes("mesh: {inject: {enabled: true, allow: [excludedPorts]}}")).isEmpty();
    assertThat(notes("enforcement: warn\nhosts: {}")).isEmpty();
    assertThat(notes("exemptions: [{reason: x, checks: [rules.mesh, hosts]}]")).isEmpty();
  }

  @Test
  void aTrialCutsNoTraffic() {
    assertThat(notes("enforcement: dryrun\nmesh: {mtls: {mode: STRICT}}"))
        .containsExactly(
            "mesh.yaml: spec.mesh of policy edge has no effect under enforcement dryrun: proxies let"
                + " a connection in or refuse it, and follow policies that deny");
    assertThat(notes("enforcement: warn\nmesh: {}")).hasSize(1);
  }

  @Test
  void nothingIsExemptFromItYet() {
    assertThat(notes("exemptions: [{reason: x, checks: [hosts, mesh, mesh.mtls]}]"))
        .containsExactly(
            "mesh.yaml: spec.exemptions[0] of policy edge names mesh, which no object can violate"
                + " yet",
            "mesh.yaml: spec.exemptions[0] of policy edge names mesh.mtls, which no object can"
                + " violate yet");
  }

  @Test
  void withoutMtlsNobodyIsAnybody() {
    String told =
        "mesh.yaml: spec.mesh.allowFrom of policy edge lets nobody in where mtls says DISABLE:"
            + " without mTLS no caller can show who it is";
    assertThat(notes("mesh: {mtls: {mode: DISABLE}, allowFrom: [{principals: [\"*\"]}]}"))
        .containsExactly(told);
    assertThat(notes("mesh: {mtls: {ports: {80: STRICT, 81: DISABLE}}, allowFrom: []}"))
        .containsExactly(told);
  }
}

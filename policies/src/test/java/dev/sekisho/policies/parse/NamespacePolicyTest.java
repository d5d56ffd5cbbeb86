package dev.sekisho.policies.parse;

import static dev.sekisho.policies.parse.Documents.only;
import static dev.sekisho.policies.parse.Documents.parseOfShop;
import static dev.sekisho.policies.parse.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy of another namespace than Sekisho's own may say. */
class NamespacePolicyTest {

  private static final String ONE_NAMESPACE =
      "a policy outside Sekisho's namespace governs its own namespace alone: leave the key out";

  private static List<String> problemsOf(String spec) {
    return parseOfShop(policy("edge", spec)).problems().stream()
        .map(problem -> problem.toString().substring("edge.yaml:".length()))
        .toList();
  }

  @Test
  void itMayTakeAway() {
    var policy =
        only(
            parseOfShop(
                policy(
                    "edge",
                    """
                    enforcement: warn
                    match: {subjects: [jane], exclude: {subjects: [joe]}}
                    hosts:
                      deny: [a.example]
                      unlisted: deny
                      wildcard: deny
                      unique: host
                      ingressClasses: [sekisho]
                      tls: {required: true}
                      annotations: {deny: ["*-snippet"]}
                    secrets:
                      default: deny
                      deny: [{names: ["*"], via: [env]}]
                      mounts: {readOnly: require}
                      hostPaths: {deny: [/]}
                      automountServiceAccountToken: deny
                    """)));
    assertThat(policy.scope()).isEqualTo(Policy.Scope.NAMESPACE);
    assertThat(policy.id()).hasToString("shop/policies/edge");
  }

  @Test
  void itMayNarrowWhatIsAllowedAndHoldNoOpinion() {
    assertThat(
            problemsOf(
                """
                hosts:
                  allow: ["*.${namespace}.example"]
                  allowFromNamespaceAnnotation: hosts
                  empty: allow
                  conflicts: allow
                """))
        .isEmpty();
  }

  @Test
  void itGovernsNoOtherNamespace() {
    assertThat(
            problemsOf(
                """
                match:
                  namespaces: [shop]
                  namespaceSelector: {}
                  exclude: {namespaces: [qa], subjects: []}
                """))
        .containsExactly(
            "6:5 spec.match.namespaces: " + ONE_NAMESPACE,
            "7:5 spec.match.namespaceSelector: " + ONE_NAMESPACE,
            "8:15 spec.match.exclude.namespaces: " + ONE_NAMESPACE);
  }

  @Test
  void itGivesNothing() {
    assertThat(
            problemsOf(
                """
                hosts: {ownerLabel: team}
                exemptions: [{reason: because}]
                secrets:
                  grants: []
                  mounts: {readOnly: set}
                  hostPaths: {deny: [/], allow: []}
                  providerClasses: {csi: inject}
                  automountServiceAccountToken: set
                """))
        .containsExactly(
            "5:11 spec.hosts.ownerLabel: only a platform policy may join namespaces to one owner",
            "6:3 spec.exemptions: only a platform policy may exempt",
            "8:5 spec.secrets.grants: only a platform policy may grant Secrets",
            "9:14 spec.secrets.mounts.readOnly: only a platform policy may change objects",
            "10:28 spec.secrets.hostPaths.allow: only a platform policy may allow paths of the node",
            "11:23 spec.secrets.providerClasses.csi: only a platform policy may change objects",
            "12:5 spec.secrets.automountServiceAccountToken: only a platform policy may change"
                + " objects");
  }

  @Test
  void itMayAskForMoreOfTheMesh() {
    assertThat(
            problemsOf(
                """
                mesh:
                  workloads: {selector: {matchLabels: {app: api}}}
                  mtls: {mode: STRICT, ports: {8080: PERMISSIVE}}
                  allowFrom: [{principals: ["*/ns/shop/sa/*"]}]
                """))
        .isEmpty();
  }

  @Test
  void itTakesNoMtlsAwayAndInjectsNothing() {
    assertThat(
            problemsOf(
                """
                mesh:
                  mtls: {mode: DISABLE, ports: {8080: STRICT, 9090: DISABLE, "x.y": DISABLE}}
                  inject: {enabled: true}
                """))
        .containsExactly(
            "6:12 spec.mesh.mtls.mode: only a platform policy may do without mTLS",
            "6:49 spec.mesh.mtls.ports.9090: only a platform policy may do without mTLS",
            "6:64 spec.mesh.mtls.ports[x.y]: only a platform policy may do without mTLS",
            "6:64 spec.mesh.mtls.ports[x.y]: a port is a whole number from 1 to 65535, not \"x.y\"",
            "7:5 spec.mesh.inject: only a platform policy may change objects");
    assertThat(problemsOf("mesh: {mtls: {ports: DISABLE}}")).hasSize(1);
  }

  @Test
  void thatIsSaidBesideOtherMistakes() {
    assertThat(problemsOf("exemptions: [{}]\nhosts: {ownerLable: team}"))
        .containsExactly(
            "5:3 spec.exemptions: only a platform policy may exempt",
            "5:16 spec.exemptions[0].reason: required, but missing",
            "6:11 spec.hosts.ownerLable: unknown key, did you mean \"ownerLabel\"?");
    assertThat(parseOfShop("just text").problems()).hasSize(1);
    assertThat(parseOfShop(policy("edge", "hosts: []")).problems()).hasSize(1);
  }
}

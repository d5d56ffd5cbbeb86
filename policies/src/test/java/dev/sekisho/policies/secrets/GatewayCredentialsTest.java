package dev.sekisho.policies.secrets;

import static dev.sekisho.policies.model.SecretChannel.GATEWAY_CREDENTIAL;
import static dev.sekisho.policies.model.SecretChannel.INGRESS_TLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.model.SecretChannel;
import dev.sekisho.policies.model.Violation;
import dev.sekisho.policies.objects.NamespaceFacts;
import dev.sekisho.policies.secrets.GatewayCredentials.Credential;
import dev.sekisho.policies.secrets.GatewayCredentials.Gateway;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway is that of the namespace {@code shop} with the ServiceAccount {@code edge}. */
class GatewayCredentialsTest {
  private static final Credential HOME = new Credential("shop", "cert", INGRESS_TLS);
  private static final Credential AWAY = new Credential("pay", "cert", INGRESS_TLS);

  private static final String NOTHING = "mounts: {paths: [\"/x\"]}";
  private static final String DEFAULT_DENY = "default: deny";
  private static final String GRANTS_ALL = "grants: [{names: [\"*\", \"*/*\"]}]";

  /** What is given: of the own namespace, of another, the latter to a gateway of Sekisho's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mounts: {paths: [/x]}; false; false; true",
        "default: allow; false; false; true",
        "default: deny; false; false; false",
        "grants: [{names: [cert]}]; true; false; true",
        "grants: [{names: [pay/cert]}]; false; true; true",
        "grants: [{names: [pay/*], via: [ingressTls]}]; false; true; true",
        "grants: [{names: [pay/*], via: [gatewayCredential, volume]}]; false; false; true",
        "grants: [{names: [pay/*], workloads: {serviceAccounts: [edge]}}]; false; true; true",
        "grants: [{names: [pay/*], workloads: {serviceAccounts: [web]}}]; false; false; true",
        "grants: [{names: [pay/*], workloads: {selector: {matchLabels: {app: gw}}}}]; false; true; true",
        "grants: [{names: [pay/*], workloads: {selector: {matchLabels: {app: x}}}}]; false; false; true",
        "grants: [{names: [pay/*], workloads: {containers: [envoy]}}]; false; false; true",
        "{default: deny, grants: [{names: [cert]}]}; true; false; false",
        "{default: deny, grants: [{names: [pay/cert]}]}; false; true; true",
        "{default: deny, grants: [{names: ['*']}]}; true; true; true",
        "deny: [{names: [cert]}]; false; false; false",
        "deny: [{names: [pay/cert]}]; false; false; false",
        "deny: [{names: [cert], via: [volume]}]; false; false; true",
        "{grants: [{names: ['*', 'pay/*']}], deny: [{names: [pay/c*]}]}; true; false; false"
      })
  void follows(String section, boolean home, boolean away, boolean own) {
    var world = SecretWorld.under(section);

    assertThat(world.gives(edge(false), HOME)).as("of its own namespace").isEqualTo(home);
    assertThat(world.gives(edge(false), AWAY)).as("of another").isEqualTo(away);
    assertThat(world.gives(edge(true), AWAY)).as("to Sekisho's own").isEqualTo(own);
  }

  @Test
  void withoutPolicyOnlySekishosOwnIsGivenAnything() {
    var world = SecretWorld.withoutPolicy();

    assertThat(world.gives(edge(false), HOME)).isFalse();
    assertThat(world.gives(edge(false), AWAY)).isFalse();
    assertThat(world.gives(edge(true), AWAY)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"warn", "dryrun"})
  void policiesThatDoNotDenyNeitherGiveNorTake(String enforcement) {
    var world = SecretWorld.under(NOTHING);

    assertThat(world.and("soft", enforcement, DEFAULT_DENY).gives(edge(true), HOME)).isTrue();
    assertThat(world.and("softer", enforcement, GRANTS_ALL).gives(edge(false), AWAY)).isFalse();
  }

  @Test
  void platformPoliciesUnite() {
    var world = SecretWorld.under(DEFAULT_DENY).and("other", "deny", GRANTS_ALL);

    assertThat(world.gives(edge(false), AWAY)).isTrue();
    assertThat(world.and("last", "deny", "deny: [{names: [pay/cert]}]").gives(edge(false), AWAY))
        .isFalse();
  }

  @Test
  void aNamespacesOwnPolicyOnlyTakes() {
    assertThat(SecretWorld.under(GRANTS_ALL).ofNamespace(DEFAULT_DENY).gives(edge(false), HOME))
        .isTrue();
    assertThat(SecretWorld.withoutPolicy().ofNamespace(DEFAULT_DENY).gives(edge(false), HOME))
        .isFalse();
    assertThat(
            SecretWorld.under(GRANTS_ALL)
                .ofNamespace("deny: [{names: [pay/*]}]")
                .gives(edge(false), AWAY))
        .isFalse();
  }

  @Test
  void theChannelCounts() {
    var world = SecretWorld.under("grants: [{names: [pay/cert], via: [gatewayCredential]}]");

    assertThat(world.gives(edge(false), credential(GATEWAY_CREDENTIAL))).isTrue();
    assertThat(world.gives(edge(false), credential(INGRESS_TLS))).isFalse();
  }

  @Test
  void anExemptionLifts() {
    var world = SecretWorld.under(DEFAULT_DENY).exempting("secrets.default");

    assertThat(world.gives(edge(false), HOME)).isFalse();
    assertThat(world.gives(edge(false), AWAY)).isFalse();
    assertThat(world.gives(edge(true), AWAY)).isTrue();
  }

  @Test
  void saysWhichRuleOfWhichPolicy() {
    assertThat(SecretWorld.under(DEFAULT_DENY).withheld(edge(true), AWAY))
        .map(Violation::message)
        .contains("invalid gateway secret \"pay/cert\" (ingressTls: not granted)");
    assertThat(SecretWorld.under(DEFAULT_DENY).withheld(edge(true), AWAY))
        .map(v -> v.policy() + " " + v.rule())
        .contains("sekisho-system/policies/policy secrets.default");
    assertThat(SecretWorld.withoutPolicy().withheld(edge(false), AWAY))
        .map(v -> v.policy() + " " + v.rule() + " " + v.message())
        .contains(
            " secrets.grants invalid gateway secret \"pay/cert\"" + " (ingressTls: not granted)");
  }

  private static Credential credential(SecretChannel channel) {
    return new Credential("pay", "cert", channel);
  }

  private static Gateway edge(boolean own) {
    return new Gateway(NamespaceFacts.unknown("shop"), "edge", Map.of("app", "gw"), own);
  }
}

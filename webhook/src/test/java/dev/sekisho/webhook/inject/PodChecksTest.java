package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodChecksTest {

  private static final Map<String, String> ENABLED = Map.of("sekisho.dev/injection", "enabled");

  private static Map<String, String> level(String level) {
    return Map.of("sekisho.dev/injection", "enabled", "pod-security.kubernetes.io/enforce", level);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "securityContext: {runAsUser: 1337}, containers: [{name: web}]",
        "securityContext: {runAsGroup: 1337}, containers: [{name: web}]",
        "containers: [{name: web, securityContext: {runAsUser: 1337}}]",
        "initContainers: [{name: i, securityContext: {runAsGroup: 1337}}], containers: [{name: web}]",
      })
  void theSidecarsUserIsItsOwn(String spec) {
    var injection = Injection.of("spec: {" + spec + "}");

    assertThat(injection.messages())
        .singleElement()
        .asString()
        .endsWith("1337 is the sidecar's, whose connections aren't redirected (expected: another)");
    assertThat(injection.with(s -> Settings.redirection(s, Redirection.OFF)).messages()).hasSize(1);
    assertThat(injection.in(ENABLED, Map.of("sekisho.dev/redirection", "explicit")).isInjected())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {15000, 15001, 15006, 15020, 15021, 15090})
  void soAreItsPorts(int port) {
    assertThat(
            Injection.of(
                    "spec: {containers: [{name: web, ports: [{containerPort: %d}]}]}"
                        .formatted(port))
                .messages())
        .containsExactly(
            "container web: port %d is the sidecar's (expected: none of [15000, 15001, 15002, 15006, 15020, 15021, 15090])"
                .formatted(port));
    assertThat(
            Injection.of(
                    "spec: {containers: [{name: web, ports: [{containerPort: %d, protocol: UDP}]}]}"
                        .formatted(port))
                .isInjected())
        .isTrue();
  }

  @Test
  void aPodOfIstiosMeshIsLeftToIt() {
    assertThat(Injection.annotated("sidecar.istio.io/status", "{}").messages()).hasSize(1);
    assertThat(Injection.of("spec: {containers: [{name: istio-proxy}]}").messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"restricted", "baseline"})
  void aLevelThatRefusesTheRedirectionIsToldWithTheRemedy(String level) {
    var injection = Injection.withMetadata("").in(level(level), Map.of());

    assertThat(injection.messages())
        .containsExactly(
            "namespace shop enforces Pod Security level %s, which refuses the init container that redirects connections (expected: annotation sekisho.dev/redirection: explicit on the namespace, or a CNI plugin that redirects)"
                .formatted(level));
    for (var remedy : List.of("explicit", "off")) {
      var pod = injection.in(level(level), Map.of("sekisho.dev/redirection", remedy)).pods();
      assertThat(pod.at("/spec/initContainers").size()).isEqualTo(1);
    }
  }

  @Test
  void thePrivilegedLevelDoesNot() {
    assertThat(Injection.withMetadata("").in(level("privileged"), Map.of()).isInjected()).isTrue();
  }

  @Test
  void aModeThatIsNoneIsRefused() {
    assertThat(
            Injection.withMetadata("")
                .in(ENABLED, Map.of("sekisho.dev/redirection", "none"))
                .messages())
        .containsExactly(
            "invalid annotation \"sekisho.dev/redirection\" of namespace shop (expected: container, off or explicit)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mtls: {mode: STRICT}", "mtls: {ports: {80: STRICT}}"})
  void whatNothingCouldEnforceIsRefused(String mesh) {
    var explicit =
        Injection.withMetadata("labels: {app: web}")
            .in(ENABLED, Map.of("sekisho.dev/redirection", "explicit"));

    assertThat(explicit.withPolicy(mesh).messages())
        .containsExactly(
            "namespace shop has no redirection, so that nothing could enforce mTLS mode STRICT, which policies ask of this Pod (expected: another mode, or another value of the namespace's annotation sekisho.dev/redirection)");
    assertThat(explicit.withPolicy("mtls: {mode: PERMISSIVE}").isInjected()).isTrue();
    assertThat(
            explicit
                .withPolicy("workloads: {selector: {matchLabels: {app: api}}}\n" + mesh)
                .isInjected())
        .isTrue();
    assertThat(Injection.withMetadata("").withPolicy(mesh).isInjected()).isTrue();
  }

  @Test
  void withoutRedirectionNobodyIsToldThatThePodTakesMtls() {
    var pod =
        Injection.withMetadata("")
            .in(ENABLED, Map.of("sekisho.dev/redirection", "explicit"))
            .pods();

    assertThat(pod.at("/metadata/labels").has("security.istio.io/tlsMode")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: [], spec: {containers: []}",
        "metadata: {annotations: 7}, spec: {containers: []}",
        "metadata: {}, spec: {containers: {}}",
        "metadata: {}, spec: {containers: [7]}",
        "metadata: {}, spec: {containers: [], volumes: x}",
        "metadata: {}, spec: null",
      })
  void whatHasNotTheFormOfAPodIsRefused(String pod) {
    var namespace = new NamespaceFacts("shop", ENABLED, Map.of());

    assertThat(Injection.of("{apiVersion: v1, kind: Pod, " + pod + "}").in(namespace).messages())
        .contains("expected the form that a Pod has");
  }

  @Test
  void nullListsAreNone() {
    var pod =
        Injection.of(
                "{apiVersion: v1, kind: Pod, metadata: {labels: null, annotations: null}, spec: {volumes: null, initContainers: null, containers: [{name: web, ports: null, lifecycle: null}]}}")
            .pods();

    assertThat(pod.at("/spec/initContainers").size()).isEqualTo(2);
    assertThat(pod.at("/spec/volumes").size()).isEqualTo(4);
  }
}

package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.NamespaceFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarChoiceTest {

  private static final String POD = "spec: {containers: [{name: web, image: a}]%s}";

  private static Map<String, String> map(String text) {
    return text == null
        ? Map.of()
        : Map.of(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "sekisho.dev/injection=enabled, true",
    "sekisho.dev/injection=disabled, false",
    "istio.io/rev=sekisho, true",
    "istio.io/rev=default, false",
    "istio-injection=enabled, false",
    ", false",
  })
  void theNamespacesLabelSays(String label, boolean injected) {
    assertThat(Injection.withMetadata("").in(map(label), Map.of()).isInjected())
        .isEqualTo(injected);
  }

  @ParameterizedTest
  @CsvSource({"istio-injection=enabled, true", "istio-injection=disabled, false"})
  void istiosOwnLabelCountsWhereItIsHonoured(String label, boolean injected) {
    var injection =
        Injection.withMetadata("")
            .in(map(label), Map.of())
            .with(s -> Settings.selection(s, new InjectionSettings.Selection("sekisho", true)));

    assertThat(injection.isInjected()).isEqualTo(injected);
  }

  @Test
  void anotherRevisionHasAnotherLabel() {
    var canary =
        Injection.withMetadata("")
            .with(s -> Settings.selection(s, new InjectionSettings.Selection("canary", false)));

    assertThat(canary.in(map("istio.io/rev=canary"), Map.of()).isInjected()).isTrue();
    assertThat(canary.in(map("istio.io/rev=sekisho"), Map.of()).isInjected()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sekisho.dev/injection=enabled|labels: {sekisho.dev/inject: 'false'}|false",
        "sekisho.dev/injection=disabled|labels: {sekisho.dev/inject: 'true'}|true",
        "|labels: {sekisho.dev/inject: 'true'}|true",
        "|labels: {sidecar.istio.io/inject: 'true'}|true",
        "|annotations: {sidecar.istio.io/inject: 'true'}|true",
        "istio.io/rev=other|labels: {sekisho.dev/inject: 'true'}|true",
        "istio.io/rev=other|labels: {sidecar.istio.io/inject: 'true'}|false",
        "istio-injection=enabled|labels: {sidecar.istio.io/inject: 'true'}|false",
        "istio.io/rev=other|labels: {sidecar.istio.io/inject: 'true', istio.io/rev: sekisho}|true",
        "sekisho.dev/injection=enabled|annotations: {sidecar.istio.io/inject: 'false'}|false",
        "sekisho.dev/injection=enabled|labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/inject: 'false'}|true",
        "sekisho.dev/injection=enabled|labels: {sekisho.dev/inject: 'true', sidecar.istio.io/inject: 'false'}|true",
      })
  void thePodsLabelWins(String namespace, String metadata, boolean injected) {
    assertThat(Injection.withMetadata(metadata).in(map(namespace), Map.of()).isInjected())
        .isEqualTo(injected);
  }

  @ParameterizedTest
  @CsvSource({
    ",, true, true",
    "sekisho.dev/injection=enabled,, false, false",
    "sekisho.dev/injection=enabled, labels: {sekisho.dev/inject: 'true'}, false, true",
    ", labels: {sekisho.dev/inject: 'false'}, true, false",
  })
  void policiesStandBetweenThem(
      String namespace, String metadata, boolean enabled, boolean injected) {
    var injection =
        Injection.withMetadata(metadata == null ? "" : metadata)
            .in(map(namespace), Map.of())
            .withPolicy("inject: {enabled: " + enabled + "}");

    assertThat(injection.isInjected()).isEqualTo(injected);
  }

  @Test
  void ofSeveralPoliciesOneThatWantsASidecarIsEnough() {
    var injection =
        Injection.withMetadata("labels: {app: web}")
            .in(Map.of(), Map.of())
            .withPolicy("inject: {enabled: false}")
            .withPolicy(
                "workloads: {selector: {matchLabels: {app: web}}}\ninject: {enabled: true}");

    assertThat(injection.isInjected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  enforcement: warn\n",
        "  enforcement: dryrun\n",
        "  match: {namespaces: [other]}\n"
      })
  void aPolicyThatDoesNotApplyAddsNothing(String spec) {
    assertThat(
            Injection.withMetadata("")
                .in(Map.of(), Map.of())
                .withPolicy(spec, "inject: {enabled: true}")
                .isInjected())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", hostNetwork: true",
        ", os: {name: windows}",
        ", nodeSelector: {kubernetes.io/os: windows}",
        "}\nstatus: {phase: Succeeded",
        "}\nstatus: {phase: Failed",
        "}\nmetadata: {annotations: {kubernetes.io/config.mirror: x}",
      })
  void somePodsNeverGetOne(String what) {
    assertThat(Injection.of(POD.formatted("")).isInjected()).isTrue();
    var pod =
        what.startsWith("}") ? POD.formatted("") + what.substring(1) + "}" : POD.formatted(what);

    assertThat(Injection.of(pod).withPolicy("inject: {enabled: true}").isInjected()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sekisho-system",
        "kube-system",
        "kube-public",
        "kube-node-lease",
        "local-path-storage"
      })
  void someNamespacesNeverDo(String name) {
    var namespace = new NamespaceFacts(name, Map.of("sekisho.dev/injection", "enabled"), Map.of());

    assertThat(
            Injection.withMetadata("labels: {sekisho.dev/inject: 'true'}")
                .in(namespace)
                .isInjected())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"labels: {sekisho.dev/inject: 'yes'}", "labels: {sidecar.istio.io/inject: ''}"})
  void aWordThatIsNoneIsRefused(String metadata) {
    assertThat(Injection.withMetadata(metadata).messages())
        .singleElement()
        .asString()
        .endsWith("(expected: true or false)");
  }

  @Test
  void aNamespacesWordThatIsNoneIsAWarning() {
    var injection = Injection.withMetadata("").in(map("sekisho.dev/injection=true"), Map.of());

    assertThat(injection.messages())
        .containsExactly(
            "namespace shop: label sekisho.dev/injection (expected: enabled or disabled): no sidecar");
    assertThat(injection.run().problems().getFirst().enforcement().name()).isEqualTo("WARN");
  }
}

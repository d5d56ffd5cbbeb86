package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What could let a Pod escape policy is a platform policy's to allow. */
class EscapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "traffic.sidecar.istio.io/excludeInboundPorts|9000|excludedPorts",
        "traffic.sidecar.istio.io/excludeOutboundPorts|9000|excludedPorts",
        "traffic.sidecar.istio.io/excludeOutboundIPRanges|10.0.0.0/8|excludedPorts",
        "traffic.sidecar.istio.io/excludeInterfaces|net1|excludedPorts",
        "traffic.sidecar.istio.io/includeInboundPorts|80|excludedPorts",
        "traffic.sidecar.istio.io/includeInboundPorts|''|excludedPorts",
        "traffic.sidecar.istio.io/includeOutboundIPRanges|10.0.0.0/8|excludedPorts",
        "sidecar.istio.io/proxyImage|acme/proxy:1|proxyImage",
        "sidecar.istio.io/bootstrapOverride|mine|bootstrapOverride",
        "sidecar.istio.io/userVolume|[]|userVolume",
        "sidecar.istio.io/userVolumeMount|{}|userVolume",
      })
  void isAllowedByPolicyAlone(String key, String value, String word) {
    var injection = Injection.annotated(key, value);

    assertThat(injection.messages())
        .containsExactly(
            "pod annotation \"%s\" could let the Pod escape policy (expected: %s in mesh.inject.allow of a platform policy)"
                .formatted(key, word));
    assertThat(injection.withPolicy("inject: {allow: [" + word + "]}").isInjected()).isTrue();
    assertThat(
            injection
                .withPolicy("  enforcement: warn\n", "inject: {allow: [" + word + "]}")
                .isInjected())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "excludeInboundPorts|''",
        "excludeOutboundPorts|''",
        "includeInboundPorts|*",
        "includeOutboundIPRanges|*",
        "includeOutboundPorts|3306",
      })
  void whatLeavesNothingOutIsNoEscape(String name, String value) {
    assertThat(Injection.annotated("traffic.sidecar.istio.io/" + name, value).isInjected())
        .isTrue();
  }

  @Test
  void theRedirectionIsToldOfAllLists() {
    var redirect =
        Injection.withMetadata(
                """
                annotations: {
                  traffic.sidecar.istio.io/excludeInboundPorts: "9000, 9001",
                  traffic.sidecar.istio.io/includeInboundPorts: "80",
                  traffic.sidecar.istio.io/includeOutboundPorts: "3306",
                  traffic.sidecar.istio.io/excludeOutboundPorts: "25",
                  traffic.sidecar.istio.io/includeOutboundIPRanges: "10.0.0.0/8,fd00::/8",
                  traffic.sidecar.istio.io/excludeOutboundIPRanges: "169.254.169.254/32",
                  traffic.sidecar.istio.io/excludeInterfaces: "net1,net2"}
                """
                    .replace("\n", " "))
            .withPolicy("inject: {allow: [excludedPorts]}")
            .container("sekisho-redirect");

    assertThat(Injection.flag(redirect, "--exclude-inbound-ports"))
        .containsExactly("15090,15021,15020,9000,9001");
    assertThat(Injection.flag(redirect, "--include-inbound-ports")).containsExactly("80");
    assertThat(Injection.flag(redirect, "--include-outbound-ports")).containsExactly("3306");
    assertThat(Injection.flag(redirect, "--exclude-outbound-ports")).containsExactly("25");
    assertThat(Injection.flag(redirect, "--include-outbound-ip-ranges"))
        .containsExactly("10.0.0.0/8,fd00::/8");
    assertThat(Injection.flag(redirect, "--exclude-outbound-ip-ranges"))
        .containsExactly("169.254.169.254/32");
    assertThat(Injection.flag(redirect, "--exclude-interfaces")).containsExactly("net1,net2");
  }

  @Test
  void theProxyHasWhatItMayBeGiven() {
    var injection =
        Injection.withMetadata(
                """
                annotations: {
                  sidecar.istio.io/proxyImage: "registry.acme:5000/proxy@sha256:0123",
                  sidecar.istio.io/bootstrapOverride: mine,
                  sidecar.istio.io/userVolume: '{"certs": {"secret": {"secretName": "certs"}}}',
                  sidecar.istio.io/userVolumeMount: '[{"name": "certs", "mountPath": "/certs"}]'}
                """
                    .replace("\n", " "))
            .withPolicy("inject: {allow: [proxyImage, bootstrapOverride]}")
            .withPolicy("inject: {allow: [userVolume]}");

    var proxy = injection.proxy();
    assertThat(proxy.path("image").asText()).isEqualTo("registry.acme:5000/proxy@sha256:0123");
    assertThat(Injection.flag(proxy, "-c"))
        .containsExactly("/etc/sekisho/bootstrap-override/custom_bootstrap.json");
    assertThat(proxy.path("volumeMounts").toString())
        .contains("{\"name\":\"certs\",\"mountPath\":\"/certs\"}");
    // Where the secret rules see it.
    assertThat(injection.pods().at("/spec/volumes").toString())
        .contains("\"name\":\"certs\"", "\"secretName\":\"certs\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "7", "[{}]", "{\"a\": 1}", "[] []", "{\"a\": {}, \"a\": {}}"})
  void aVolumeThatCannotBeReadIsRefused(String json) {
    assertThat(
            Injection.annotated("sidecar.istio.io/userVolume", json)
                .withPolicy("inject: {allow: [userVolume]}")
                .messages())
        .singleElement()
        .asString()
        .endsWith("(expected: JSON: an object by name, or a list, of objects)");
  }
}

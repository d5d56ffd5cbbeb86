package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarAnnotationsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sidecar.istio.io/proxyCPU|lots|: \"lots\" (expected: a quantity as in 100m or 128Mi)",
        "sidecar.istio.io/proxyCPU|0|: \"0\" (expected: a quantity as in 100m or 128Mi)",
        "sidecar.istio.io/proxyMemory|-1Gi|: \"-1Gi\" (expected: a quantity as in 100m or 128Mi)",
        "sidecar.istio.io/proxyCPULimit|1 core|: \"1 core\" (expected: a quantity as in 100m or 128Mi)",
        "sidecar.istio.io/proxyMemoryLimit|''|: \"\" (expected: a quantity as in 100m or 128Mi)",
        "sidecar.istio.io/logLevel|loud|: \"loud\" (expected: trace, debug, info, warning, error, critical or off)",
        "sidecar.istio.io/nativeSidecar|True|: \"True\" (expected: true or false)",
        "sidecar.istio.io/rewriteAppHTTPProbers|no|: \"no\" (expected: true or false)",
        "sidecar.sekisho.dev/prometheus|1|: \"1\" (expected: true or false)",
        "sidecar.istio.io/statsInclusionPrefixes|a,,b|: \"a,,b\" (expected: prefixes of statistics, separated by commas)",
        "sidecar.istio.io/interceptionMode|TPROXY|: \"TPROXY\" (expected: REDIRECT)",
        "status.sidecar.istio.io/port|15099|: \"15099\" (expected: 15020, or 0 for none)",
        "traffic.sidecar.istio.io/excludeInboundPorts|http|: \"http\" (expected: ports, separated by commas)",
        "traffic.sidecar.istio.io/excludeInboundPorts|0|: \"0\" (expected: ports, separated by commas)",
        "traffic.sidecar.istio.io/excludeOutboundPorts|65536|: \"65536\" (expected: ports, separated by commas)",
        "traffic.sidecar.istio.io/includeInboundPorts|80,*|: \"80,*\" (expected: ports, separated by commas, or *)",
        "traffic.sidecar.istio.io/includeOutboundPorts|80,|: \"80,\" (expected: ports, separated by commas)",
        "traffic.sidecar.istio.io/includeOutboundPorts|*|: \"*\" (expected: ports, separated by commas)",
        "traffic.sidecar.istio.io/excludeInboundPorts|080|: \"080\" (expected: ports, separated by commas)",
        "traffic.sidecar.istio.io/excludeOutboundIPRanges|10.0.0.01|: \"10.0.0.01\" (expected: networks as in 10.0.0.0/8, separated by commas)",
        "traffic.sidecar.istio.io/excludeInterfaces|-f|: \"-f\" (expected: names of network interfaces, separated by commas)",
        "traffic.sidecar.istio.io/includeOutboundIPRanges|10.0.0.0/33|: \"10.0.0.0/33\" (expected: networks as in 10.0.0.0/8, separated by commas, or *)",
        "traffic.sidecar.istio.io/excludeOutboundIPRanges|10.0.0.256|: \"10.0.0.256\" (expected: networks as in 10.0.0.0/8, separated by commas)",
        "traffic.sidecar.istio.io/excludeInterfaces|eth0 --clean|: \"eth0 --clean\" (expected: names of network interfaces, separated by commas)",
        "proxy.istio.io/config|concurrency: many|' (expected: concurrency: a number from 0 to 1000)'",
        "proxy.istio.io/config|drainDuration: 45|' (expected: drainDuration: as in 45s, at most 1h)'",
        "proxy.istio.io/config|drainDuration: 0s|' (expected: drainDuration: as in 45s, at most 1h)'",
        "proxy.istio.io/config|terminationDrainDuration: 2h|' (expected: terminationDrainDuration: as in 5s, at most 1h)'",
        "proxy.istio.io/config|holdApplicationUntilProxyStarts: maybe|' (expected: holdApplicationUntilProxyStarts: true or false)'",
        "proxy.istio.io/config|tracing: {}|' (expected: nothing but concurrency, drainDuration, terminationDrainDuration and holdApplicationUntilProxyStarts)'",
        "proxy.istio.io/config|a: [|' (expected: YAML with concurrency, drainDuration, terminationDrainDuration and holdApplicationUntilProxyStarts)'",
      })
  void aValueThatCannotBeReadIsRefused(String key, String value, String expected) {
    assertThat(Injection.annotated(key, value).messages())
        .containsExactly("invalid pod annotation \"" + key + "\"" + expected);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            Injection.withMetadata(
                    "annotations: {sidecar.istio.io/proxyCPU: a, sidecar.istio.io/logLevel: b, proxy.istio.io/config: '{concurrency: a, b: c}'}")
                .messages())
        .hasSize(4);
  }

  @Test
  void aLongValueIsNotRepeated() {
    assertThat(Injection.annotated("sidecar.istio.io/logLevel", "x".repeat(61)).messages())
        .singleElement()
        .asString()
        .startsWith("invalid pod annotation \"sidecar.istio.io/logLevel\" (expected");
  }

  @Test
  void resourcesAreThePodsOrTheDefaults() {
    var defaults =
        new ProxyResources(
            new ProxyResources.Range(Quantity.parse("100m"), Quantity.parse("200m")),
            new ProxyResources.Range(Quantity.parse("64Mi"), Optional.empty()));

    var proxy =
        Injection.annotated("sidecar.istio.io/proxyCPU", "2")
            .with(s -> Settings.resources(s, defaults))
            .proxy();

    // A default limit below what the Pod requests would be refused.
    assertThat(proxy.at("/resources/requests/cpu").asText()).isEqualTo("2");
    assertThat(proxy.at("/resources/limits").has("cpu")).isFalse();
    assertThat(proxy.at("/resources/requests/memory").asText()).isEqualTo("64Mi");
  }

  @Test
  void aLimitBelowTheRequestIsRefused() {
    assertThat(
            Injection.withMetadata(
                    "annotations: {sidecar.istio.io/proxyCPU: '2', sidecar.istio.io/proxyCPULimit: 1500m}")
                .messages())
        .containsExactly(
            "invalid pod annotation \"sidecar.istio.io/proxyCPULimit\": \"1500m\" (expected: not less than sidecar.istio.io/proxyCPU, 2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme.example/a|b|2",
        "proxy.istio.io/config|concurrency: 7|7",
        "proxy.istio.io/config|{\"concurrency\": 1}|1",
        "sidecar.istio.io/proxyCPULimit|2500m|3",
        "sidecar.istio.io/proxyCPULimit|100m|1",
      })
  void workersAreAsManyAsCoresThatItMayUse(String key, String value, String workers) {
    assertThat(Injection.flag(Injection.annotated(key, value).proxy(), "--concurrency"))
        .containsExactly(workers);
  }

  @Test
  void noneAreAsManyAsThereAre() {
    var proxy = Injection.annotated("proxy.istio.io/config", "concurrency: 0").proxy();

    assertThat(Injection.flag(proxy, "--concurrency")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void thePodMayChooseNativeSidecars(String value, int inits) {
    var injection = Injection.annotated("sidecar.istio.io/nativeSidecar", value);

    assertThat(names(injection.pods().at("/spec/initContainers"))).hasSize(1 + inits);
    assertThat(names(injection.withOldKubelets().pods().at("/spec/initContainers")))
        .hasSize(1 + inits);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, true, true",
    "AUTO, false, false",
    "ALWAYS, false, true",
    "NEVER, true, false"
  })
  void elseSettingsAndKubeletsDo(NativeSidecars setting, boolean kubelets, boolean isNative) {
    var injection = Injection.withMetadata("").with(s -> Settings.nativeSidecars(s, setting));

    var pod = (kubelets ? injection : injection.withOldKubelets()).pods();

    assertThat(names(pod.at("/spec/initContainers")).contains("sekisho-proxy")).isEqualTo(isNative);
    assertThat(names(pod.at("/spec/containers")).contains("sekisho-proxy")).isEqualTo(!isNative);
  }

  @Test
  void oneThatIsNoNativeSidecarOutlivesTheApplication() {
    var injection = Injection.annotated("sidecar.istio.io/nativeSidecar", "false");

    assertThat(injection.proxy().at("/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(29);
    assertThat(injection.proxy().has("startupProbe")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "5, 5", "30, 10"})
  void asLongAsThePodSaysWithinItsGracePeriod(int grace, int seconds) {
    var pod =
        Injection.of(
                """
                metadata: {annotations: {proxy.istio.io/config: 'terminationDrainDuration: 10s'}}
                spec: {terminationGracePeriodSeconds: %d, containers: [{name: web, image: a}]}
                """
                    .formatted(grace))
            .withOldKubelets();

    assertThat(pod.proxy().at("/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(seconds);
  }

  @Test
  void whoeverWaitsNeedsANativeSidecar() {
    var injection =
        Injection.annotated("proxy.istio.io/config", "holdApplicationUntilProxyStarts: true");

    assertThat(injection.isInjected()).isTrue();
    assertThat(injection.withOldKubelets().messages())
        .containsExactly(
            "invalid pod annotation \"proxy.istio.io/config\" (holdApplicationUntilProxyStarts needs a native sidecar: annotation sidecar.istio.io/nativeSidecar: \"true\")");
    assertThat(
            Injection.annotated("proxy.istio.io/config", "holdApplicationUntilProxyStarts: false")
                .proxy()
                .has("startupProbe"))
        .isFalse();
  }

  @Test
  void statisticsAreThoseThatAreAskedForAndThoseThatItNeeds() {
    var pod =
        Injection.annotated("sidecar.istio.io/statsInclusionPrefixes", "http, cluster.a").pods();

    assertThat(pod.at("/metadata/annotations/bootstrap.sekisho.dev~1envoy.json").asText())
        .contains("\"stats_matcher\":{\"inclusion_list\":{\"patterns\":[{\"prefix\":\"server.\"}")
        .contains(
            "{\"prefix\":\"cluster.probe|\"},{\"prefix\":\"http\"},{\"prefix\":\"cluster.a\"}]");
  }

  @Test
  void withoutAStatusPortNothingIsAskedOfIt() {
    var injection =
        Injection.of(
            """
            metadata: {annotations: {status.sidecar.istio.io/port: "0"}}
            spec:
              containers:
              - {name: web, image: a, readinessProbe: {httpGet: {path: /r, port: 80}}}
            """);

    assertThat(injection.proxy().has("readinessProbe")).isFalse();
    assertThat(injection.container("web").at("/readinessProbe/httpGet/path").asText())
        .isEqualTo("/r");
  }

  @Test
  void annotationsForPrometheusGiveWayToThePods() {
    var resources = new ProxyResources(ProxyResources.Range.NONE, ProxyResources.Range.NONE);
    var own =
        Injection.annotated("prometheus.io/port", "9000")
            .with(s -> Settings.resources(s, resources))
            .pods();
    var none =
        Injection.annotated("sidecar.sekisho.dev/prometheus", "false")
            .with(s -> Settings.resources(s, resources))
            .pods();

    assertThat(own.at("/metadata/annotations").has("prometheus.io/scrape")).isFalse();
    assertThat(none.at("/metadata/annotations").has("prometheus.io/scrape")).isFalse();
    assertThat(
            Injection.withMetadata("")
                .with(s -> Settings.resources(s, resources))
                .pods()
                .at("/metadata/annotations/prometheus.io~1port")
                .asText())
        .isEqualTo("15090");
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(element -> element.path("name").asText()).toList();
  }
}

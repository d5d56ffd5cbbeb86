package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SidecarInjectorPropertyTest {

  private static final String ALLOW =
      "inject: {allow: [userVolume, bootstrapOverride, proxyImage, excludedPorts]}";

  /** Pods out of pieces that matter, some of them as the injection itself would leave them. */
  @Provide
  Arbitrary<Injection> pods() {
    var annotations =
        list(
            Arbitraries.of(
                "proxy.istio.io/config: 'concurrency: 3'",
                "sidecar.istio.io/nativeSidecar: 'false'",
                "traffic.sidecar.istio.io/excludeInboundPorts: '80'",
                "sidecar.istio.io/userVolume: '{\"u\": {\"emptyDir\": {}}}'",
                "sidecar.istio.io/statsInclusionPrefixes: http",
                "sidecar.sekisho.dev/prometheus: 'true'",
                "sidecar.istio.io/proxyCPU: wrong",
                "sidecar.sekisho.dev/probes: '{\"a\": {\"livenessProbe\": {\"httpGet\": {\"port\": 1}}}}'",
                "sidecar.sekisho.dev/status: old"),
            "{",
            "}");
    var container =
        Arbitraries.of(
            "{name: a, livenessProbe: {httpGet: {path: /l, port: 80}}}",
            "{name: a, livenessProbe: {httpGet: {path: /app-health/a/livez, port: 15020}}}",
            "{name: b, readinessProbe: {grpc: {port: 90}}, lifecycle: {preStop: {httpGet: {port: 1}}}}",
            "{name: c, restartPolicy: Always, startupProbe: {tcpSocket: {port: 5}}}",
            "{name: d, env: [{name: HTTP_PROXY, value: \"http://127.0.0.1:15002\"}, {name: A}]}",
            "{name: e, env: [{name: no_proxy, value: db}, {name: http_proxy, value: \"http://p\"}]}",
            "{name: sekisho-proxy, image: old}",
            "{name: sekisho-redirect, image: old}");
    var volumes =
        list(
            Arbitraries.of(
                "{name: v, emptyDir: {}}", "{name: sekisho-token, emptyDir: {}}", "{name: u}"),
            "[",
            "]");
    var labels =
        Arbitraries.of(
            "{}",
            "{app: web}",
            "{security.istio.io/tlsMode: disabled}",
            "{sidecar.sekisho.dev/redirection: explicit}");
    var redirection = Arbitraries.of("container", "off", "explicit");
    return Combinators.combine(
            labels, annotations, volumes, list(container, "[", "]"), list(container, "[", "]"))
        .as(
            """
            metadata: {name: web-0, labels: %s, annotations: %s}
            spec: {volumes: %s, initContainers: %s, containers: %s}
            """
                ::formatted)
        .flatMap(
            pod ->
                redirection.map(
                    mode ->
                        Injection.of(pod)
                            .in(
                                Map.of("sekisho.dev/injection", "enabled"),
                                Map.of("sekisho.dev/redirection", mode))
                            .withPolicy(ALLOW)));
  }

  private static Arbitrary<String> list(Arbitrary<String> elements, String open, String close) {
    return elements
        .list()
        .uniqueElements(text -> text.replaceFirst("^[{]?(name: )?([^,:]*).*", "$2"))
        .ofMaxSize(3)
        .map(list -> list.stream().collect(Collectors.joining(", ", open, close)));
  }

  /**
   * {@link Injection#run} checks that a second round changes nothing, and the Pod itself neither.
   */
  @Property(tries = 500)
  void injectingTwiceIsInjectingOnce(@ForAll("pods") Injection injection) {
    var mutated = injection.run();

    if (mutated.problems().isEmpty()) {
      var names =
          mutated
              .object()
              .at("/spec/initContainers")
              .valueStream()
              .map(c -> c.path("name").asText())
              .toList();
      assertThat(names.stream().filter("sekisho-proxy"::equals)).hasSizeLessThan(2);
    } else {
      assertThat(mutated.object()).isSameAs(injection.pod());
    }
  }

  /** Another webhook's container in between gets its checks rewritten, and nothing else changes. */
  @Property(tries = 200)
  void whatOthersAddIsTakenIn(@ForAll("pods") Injection injection) {
    var once = injection.run();
    if (once.problems().isEmpty()) {
      var more = (ObjectNode) once.object().deepCopy();
      more.withArray("/spec/containers")
          .addObject()
          .put("name", "late")
          .putObject("readinessProbe")
          .putObject("tcpSocket")
          .put("port", 7);

      var again = injection.with(more).run().object();

      var late =
          (ObjectNode)
              again
                  .at("/spec/containers")
                  .valueStream()
                  .filter(c -> c.path("name").asText().equals("late"))
                  .findFirst()
                  .orElseThrow();
      boolean rewritten = late.at("/readinessProbe").has("httpGet");
      assertThat(rewritten)
          .isEqualTo(!injection.namespace().annotations().containsValue("explicit"));
      assertThat(again.at("/spec/initContainers"))
          .isEqualTo(once.object().at("/spec/initContainers"));
    }
  }
}

package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarProbesTest {

  private static final String ANNOTATION = "/metadata/annotations/sidecar.sekisho.dev~1probes";

  private static Injection of(String fields) {
    return Injection.of(
        "spec: {containers: [{name: web, image: a, ports: [{name: http, containerPort: 8080}], %s}]}"
            .formatted(fields));
  }

  private static JsonNode answered(Injection injection) throws JsonProcessingException {
    return JsonMapper.builder().build().readTree(injection.pods().at(ANNOTATION).asText("{}"));
  }

  @Test
  void theSidecarIsAskedAndToldWhatToAsk() throws JsonProcessingException {
    var injection =
        of(
            "livenessProbe: {tcpSocket: {port: http}, periodSeconds: 3, failureThreshold: 9},"
                + " readinessProbe: {httpGet: {port: 80}, timeoutSeconds: 2},"
                + " startupProbe: {grpc: {port: 9000, service: s}},"
                + " lifecycle: {postStart: {httpGet: {path: /a, port: http, scheme: HTTPS}}}");

    var web = injection.container("web");
    assertThat(web.at("/livenessProbe").toString())
        .isEqualTo(
            "{\"periodSeconds\":3,\"failureThreshold\":9,\"httpGet\":{\"path\":\"/app-health/web/livez\",\"port\":15020,\"scheme\":\"HTTP\"}}");
    assertThat(web.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/app-health/web/readyz");
    assertThat(web.at("/startupProbe/httpGet/path").asText()).isEqualTo("/app-health/web/startupz");
    assertThat(web.at("/lifecycle/postStart/httpGet/path").asText())
        .isEqualTo("/app-lifecycle/web/poststartz");
    assertThat(answered(injection).toString())
        .isEqualTo(
            "{\"web\":{\"livenessProbe\":{\"tcpSocket\":{\"port\":8080},\"periodSeconds\":3},"
                + "\"readinessProbe\":{\"httpGet\":{\"port\":80},\"timeoutSeconds\":2},"
                + "\"startupProbe\":{\"grpc\":{\"port\":9000,\"service\":\"s\"}},"
                + "\"postStart\":{\"httpGet\":{\"path\":\"/a\",\"scheme\":\"HTTPS\",\"port\":8080}}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "livenessProbe: {exec: {command: [x]}}",
        "livenessProbe: {httpGet: {port: nowhere}}",
        "livenessProbe: {httpGet: {port: 80, host: other.example}}",
        "livenessProbe: {tcpSocket: {port: 80, host: 10.0.0.1}}",
        "lifecycle: {preStop: {tcpSocket: {port: 80}}}",
        "lifecycle: {preStop: {sleep: {seconds: 5}}}",
        "livenessProbe: null",
      })
  void whatTheSidecarCannotAskStays(String field) {
    var injection = of(field);

    assertThat(injection.container("web")).isEqualTo(injection.pod().at("/spec/containers/0"));
    assertThat(injection.pods().at(ANNOTATION).isMissingNode()).isTrue();
  }

  @Test
  void aPodMayKeepItsOwn() {
    var pod = (ObjectNode) of("livenessProbe: {httpGet: {port: 80}}").pod().deepCopy();
    pod.withObject("/metadata/annotations").put(SidecarAnnotations.REWRITE, "false");

    assertThat(of("").with(pod).container("web").at("/livenessProbe/httpGet/port").asInt())
        .isEqualTo(80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "httpGet: {port: 80, path: '/a b'}",
        "httpGet: {port: 80, path: '/a#b'}",
        "httpGet: {port: 80, httpHeaders: [{name: host, value: ' '}]}",
      })
  void whatItsConfigurationCannotSayIsRefused(String action) {
    assertThat(of("livenessProbe: {%s}".formatted(action)).messages())
        .containsExactly(
            "the livenessProbe of container web can't be made by the sidecar (expected: no space and no # in its path, no empty Host; or the annotation sidecar.istio.io/rewriteAppHTTPProbers: \"false\")");
  }

  @Test
  void whatAsksOurPortWithoutSayingForWhatIsRefused() {
    assertThat(
            of("livenessProbe: {httpGet: {path: /app-health/web/livez, port: 15020}}").messages())
        .singleElement()
        .asString()
        .startsWith("the livenessProbe of container web asks Sekisho's own port 15020");
  }

  @Test
  void aCheckThatWasChangedAfterwardsIsTakenAnew() throws JsonProcessingException {
    var once = of("livenessProbe: {httpGet: {port: 80}}").pods().deepCopy();
    var web = (ObjectNode) once.at("/spec/containers/0");
    web.withObject("/livenessProbe/httpGet").put("path", "/new").put("port", 81);

    assertThat(answered(of("").with(once)).at("/web/livenessProbe/httpGet/path").asText())
        .isEqualTo("/new");
  }
}

package dev.sekisho.webhook.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {

  private static final Map<String, String> ENABLED = Map.of("sekisho.dev/injection", "enabled");
  private static final String PROXY = "http://127.0.0.1:15002";
  private static final String EXCEPTIONS =
      "localhost,127.0.0.1,::1,169.254.169.254,169.254.170.2,169.254.170.23,fd00:ec2::254,fd00:ec2::23,metadata.google.internal,$(KUBERNETES_SERVICE_HOST),kubernetes.default,kubernetes.default.svc,kubernetes.default.svc.cluster.local";

  private static Injection explicit(String spec) {
    return Injection.of("metadata: {name: web}\nspec: {" + spec + "}")
        .in(ENABLED, Map.of("sekisho.dev/redirection", "explicit"));
  }

  private static Map<String, String> env(JsonNode container) {
    var env = new LinkedHashMap<String, String>();
    container
        .path("env")
        .forEach(
            variable -> env.put(variable.path("name").asText(), variable.path("value").asText()));
    return env;
  }

  @Test
  void applicationsAreToldOfTheProxy() {
    var pod = explicit("containers: [{name: web, env: [{name: A, value: b}]}, {name: api}]").pods();

    assertThat(env(pod.at("/spec/containers/1")))
        .containsExactly(
            Map.entry("http_proxy", PROXY),
            Map.entry("HTTP_PROXY", PROXY),
            Map.entry("no_proxy", EXCEPTIONS),
            Map.entry("NO_PROXY", EXCEPTIONS));
    assertThat(env(pod.at("/spec/containers/0"))).hasSize(5).containsEntry("A", "b");
    assertThat(pod.at("/metadata/labels/sidecar.sekisho.dev~1redirection").asText())
        .isEqualTo("explicit");
  }

  @Test
  void soAreThoseThatInitializeBesideIt() {
    var injection = explicit("initContainers: [{name: prepare}], containers: [{name: web}]");

    var pod = injection.pods();
    assertThat(pod.at("/spec/initContainers/0/name").asText()).isEqualTo("sekisho-proxy");
    assertThat(env(pod.at("/spec/initContainers/0"))).doesNotContainKey("http_proxy");
    assertThat(env(pod.at("/spec/initContainers/1"))).containsKey("http_proxy");

    var old = injection.withOldKubelets().pods();
    assertThat(old.at("/spec/initContainers/0/name").asText()).isEqualTo("prepare");
    assertThat(env(old.at("/spec/initContainers/0"))).as("before there is one").isEmpty();
    assertThat(env(old.at("/spec/containers/0"))).containsKey("http_proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http_proxy", "HTTP_PROXY"})
  void whatAContainerSaysItselfOfAProxyCounts(String name) {
    var pod =
        explicit(
                "containers: [{name: web, env: [{name: %s, value: \"http://p\"}]}]".formatted(name))
            .pods();

    assertThat(env(pod.at("/spec/containers/0"))).containsExactly(Map.entry(name, "http://p"));
  }

  @Test
  void itsOwnExceptionsStay() {
    var pod = explicit("containers: [{name: web, env: [{name: NO_PROXY, value: db}]}]").pods();

    assertThat(env(pod.at("/spec/containers/0")))
        .containsExactly(
            Map.entry("NO_PROXY", "db"),
            Map.entry("http_proxy", PROXY),
            Map.entry("HTTP_PROXY", PROXY));
  }

  @Test
  void aCopyThatIsRedirectedLosesThem() {
    var copied =
        explicit("containers: [{name: web, env: [{name: A, value: b}]}, {name: api}]").pods();

    var pod = Injection.of("spec: {}").with(copied).pods();

    assertThat(env(pod.at("/spec/containers/0"))).containsExactly(Map.entry("A", "b"));
    assertThat(pod.at("/spec/containers/1").has("env")).isFalse();
    assertThat(pod.at("/metadata/labels").has("sidecar.sekisho.dev/redirection")).isFalse();
  }

  @Test
  void whereConnectionsAreRedirectedNothingIsSaid() {
    var pod = Injection.withMetadata("").pods();

    assertThat(pod.at("/spec/containers/0").has("env")).isFalse();
    assertThat(pod.at("/metadata/labels").has("sidecar.sekisho.dev/redirection")).isFalse();
  }
}

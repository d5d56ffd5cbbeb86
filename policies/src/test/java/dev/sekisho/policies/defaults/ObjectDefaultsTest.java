package dev.sekisho.policies.defaults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sekisho.policies.parse.yaml.ManifestReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The defaults of every kind are compared with those of a real API server by an integration test.
 */
class ObjectDefaultsTest {

  private static ObjectNode read(String yaml) {
    return ManifestReader.read(yaml).documents().getFirst().object();
  }

  private static ObjectNode filled(String yaml) {
    return ObjectDefaults.of(read(yaml));
  }

  @Test
  void fillsWhatIsAbsentAndKeepsWhatIsThere() {
    var pod =
        filled(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a}
            spec:
              restartPolicy: Never
              containers: [{name: a, image: app, ports: [{containerPort: 80}]}]
            """);

    assertThat(pod.at("/spec/restartPolicy").asText()).isEqualTo("Never");
    assertThat(pod.at("/spec/dnsPolicy").asText()).isEqualTo("ClusterFirst");
    assertThat(pod.at("/spec/containers/0/imagePullPolicy").asText()).isEqualTo("Always");
    assertThat(pod.at("/spec/containers/0/ports/0/protocol").asText()).isEqualTo("TCP");
  }

  @Test
  void aTemplateGetsLessThanAPod() {
    var deployment =
        filled(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a}
            spec:
              template:
                spec: {containers: [{name: a, image: "a:1", resources: {limits: {cpu: 1}}}]}
            """);

    var spec = deployment.at("/spec/template/spec");
    assertThat(spec.path("schedulerName").asText()).isEqualTo("default-scheduler");
    assertThat(spec.has("enableServiceLinks")).isFalse();
    assertThat(spec.at("/containers/0/resources").has("requests")).isFalse();
    assertThat(deployment.at("/spec/strategy/rollingUpdate/maxSurge").asText()).isEqualTo("25%");
  }

  @Test
  void doesNotTouchItsArgument() {
    var secret = read("{apiVersion: v1, kind: Secret, metadata: {name: a}}");
    var before = secret.deepCopy();

    assertThat(ObjectDefaults.of(secret).path("type").asText()).isEqualTo("Opaque");
    assertThat((JsonNode) secret).isEqualTo(before);
  }

  @Test
  void customKindsStayAsTheyAre() {
    var custom = read("{apiVersion: example.org/v1, kind: Service, spec: {ports: [{port: 1}]}}");

    assertThat((JsonNode) ObjectDefaults.of(custom)).isEqualTo(custom);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: Pod, spec: 7}",
        "{apiVersion: v1, kind: Pod, spec: {containers: {a: b}, volumes: [7, [], {name: x}]}}",
        "{apiVersion: v1, kind: Pod, spec: {containers: [{ports: 1, env: x, image: 3}]}}",
        "{apiVersion: v1, kind: Pod, spec: {containers: null, securityContext: text}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {strategy: [], template: {spec: []}}}",
        "{apiVersion: v1, kind: Service, spec: {ports: [null, {port: {}}]}}",
        "{apiVersion: v1, kind: Namespace, metadata: 3}",
        "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, spec: {egress: 3}}",
      })
  void leavesWhatItCannotReadAlone(String yaml) {
    assertThat(filled(yaml).path("kind").asText()).isEqualTo(read(yaml).path("kind").asText());
  }
}

package dev.sekisho.policies.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTemplatesTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "'',          Pod,                   ''",
    "'',          PodTemplate,           template",
    "'',          ReplicationController, spec.template",
    "apps,        Deployment,            spec.template",
    "extensions,  Deployment,            spec.template",
    "apps,        StatefulSet,           spec.template",
    "apps,        DaemonSet,             spec.template",
    "apps,        ReplicaSet,            spec.template",
    "batch,       Job,                   spec.template",
    "batch,       CronJob,               spec.jobTemplate.spec.template",
    "argoproj.io, Rollout,               spec.template"
  })
  void whereTheTemplateIs(String group, String kind, String path) {
    var type = new GroupVersionKind(group, "v1", kind);
    var pod = Trees.object("{metadata: {labels: {app: 'a'}}, spec: {containers: []}}");
    var object = pod;
    var keys = PodTemplates.keysOf(type).orElseThrow();
    for (String key : keys.reversed()) {
      var outer = Trees.object("{}");
      outer.set(key, object);
      object = outer;
    }

    assertThat(String.join(".", keys)).isEqualTo(path);
    assertThat(PodTemplates.in(type, object)).contains(pod);
    assertThat(PodTemplates.in(type, Trees.any("7"))).isEmpty();
  }

  @Test
  void otherKindsHaveNone() {
    assertThat(PodTemplates.keysOf(new GroupVersionKind("networking.k8s.io", "v1", "Ingress")))
        .isEmpty();
    assertThat(PodTemplates.keysOf(new GroupVersionKind("example.org", "v1", "Pod"))).isEmpty();
  }
}

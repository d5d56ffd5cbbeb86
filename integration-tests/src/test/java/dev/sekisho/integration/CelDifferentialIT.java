package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policies.objects.NamespaceFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The same rules, as policies of ours and as ValidatingAdmissionPolicies of the API server: the
 * same verdicts, the same messages, and the same rules refused.
 */
@KubernetesTest(ownServer = true)
class CelDifferentialIT {

  private static final String THINGS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: things.test.sekisho.dev}
      spec:
        group: test.sekisho.dev
        names: {kind: Thing, plural: things}
        scope: Namespaced
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: cel, labels: {team: blue}, annotations: {note: hello}}
      """;

  @Test
  void agreesWithTheApiServer(Cluster cluster) {
    cluster.apply(THINGS);
    cluster.apply(NAMESPACE);
    Await.that(
        "the kind is served",
        Duration.ofSeconds(20),
        () -> cluster.api().get("/apis/test.sekisho.dev/v1/things").status() == 200);
    var cases = CelCase.all();
    assertThat(cases).hasSizeGreaterThan(500);

    var theirs = new CelAdmissionPolicies(cluster.api(), "cel").judge(cases);

    var ours =
        new CelPolicies(
            new NamespaceFacts(
                "cel",
                Map.of("team", "blue", "kubernetes.io/metadata.name", "cel"),
                Map.of("note", "hello")));
    var differences = new ArrayList<String>();
    for (CelCase one : cases) {
      var their = Objects.requireNonNull(theirs.get(one.name()));
      var our = ours.judge(one);
      if (!our.agreesWith(their)) {
        differences.add(one + "\n  theirs: " + their + "\n  ours:   " + our);
      }
    }
    assertThat(differences).isEmpty();
  }
}

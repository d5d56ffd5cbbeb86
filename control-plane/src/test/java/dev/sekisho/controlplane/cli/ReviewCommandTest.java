package dev.sekisho.controlplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewCommandTest {

  @TempDir Path folder;
  private Manifests manifests;

  @BeforeEach
  void folder() {
    manifests = new Manifests(folder);
  }

  private static List<JsonNode> lines(Program run) {
    return run.out().lines().map(ReviewCommandTest::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void decidesInOrderAndRemembersWhatItAdmitted() {
    String file =
        manifests.file(
            "all.yaml",
            Manifests.POLICY,
            Manifests.ingress("qa", "front", "a.qa.example.com"),
            Manifests.ingress("qa", "front", "b.qa.example.com"),
            Manifests.ingress("qa", "bad", "shop.example.com"));

    var run = Program.run("review", "-o", "json", file);

    assertThat(run.exit()).isEqualTo(1);
    var answers = lines(run);
    assertThat(answers)
        .extracting(a -> a.path("operation").asText() + " " + a.path("object").asText())
        .containsExactly(
            "CREATE Ingress/qa/front", "UPDATE Ingress/qa/front", "CREATE Ingress/qa/bad");
    assertThat(answers)
        .extracting(a -> a.path("allowed").asBoolean())
        .containsExactly(true, true, false);
    assertThat(answers.getLast().path("violations"))
        .isEqualTo(
            json(
                """
                [{"policy": "sekisho-system/%s/edge", "rule": "hosts.unlisted",
                  "path": "spec.rules[0].host",
                  "message": "invalid ingress host \\"shop.example.com\\""}]
                """
                    .formatted(file)));
    assertThat(answers.getLast().path("warnings")).isEqualTo(json("[]"));
    assertThat(answers.getLast().path("patch")).isEqualTo(json("[]"));
    assertThat(answers.getLast().path("revision").asText()).matches("[0-9a-f]{12}");
  }

  @Test
  void aPolicyConfigMapTakesEffectAtOnceAndOnlyForWhatFollows() {
    String file =
        manifests.file(
            "all.yaml",
            Manifests.ingress("qa", "before", "one.example.com"),
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              namespace: sekisho-system
              name: edge
              labels: {sekisho.dev/policy: "true"}
            data:
              edge.yaml: |
            """
                + Manifests.POLICY.indent(4),
            Manifests.ingress("qa", "after", "two.example.com"));

    var run = Program.run("review", file);

    assertThat(run.out().lines())
        .containsExactly(
            "allowed create Ingress/qa/before",
            "allowed create ConfigMap/sekisho-system/edge",
            "denied  create Ingress/qa/after: invalid ingress host \"two.example.com\"");
  }

  @Test
  void answersAdmissionReviews() {
    String policy = manifests.file("p.yaml", Manifests.POLICY);
    String review =
        manifests.file(
            "review.json",
            """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
              "uid": "1", "operation": "CREATE", "namespace": "qa", "name": "front",
              "kind": {"group": "networking.k8s.io", "version": "v1", "kind": "Ingress"},
              "resource": {"group": "networking.k8s.io", "version": "v1", "resource": "ingresses"},
              "userInfo": {"username": "ann"},
              "object": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
                "metadata": {"name": "front", "namespace": "qa"},
                "spec": {"rules": [{"host": "shop.example.com"}]}}}}
            """);

    var run = Program.run("review", review, "--source", policy);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo("denied  create Ingress/qa/front: invalid ingress host \"shop.example.com\"\n");
  }

  @Test
  void whatIsThereAlreadyIsNotReviewedButConflicts() {
    manifests.file("p.yaml", Manifests.POLICY.replace("allow: [", "allow: [\"*.example.com\", "));
    manifests.file("a.yaml", Manifests.ingress("qa", "old", "x.example.com"));
    var others = new Manifests(folder.resolve("new"));
    assertThat(others.folder().toFile().mkdir()).isTrue();
    String file = others.file("b.yaml", Manifests.ingress("shop", "new", "x.example.com"));

    var run =
        Program.run(
            "review",
            file,
            "--source",
            folder.resolve("p.yaml").toString(),
            "--source",
            folder.resolve("a.yaml").toString());

    assertThat(run.out().lines())
        .containsExactly(
            "denied  create Ingress/shop/new: invalid ingress host \"x.example.com\" (conflicts"
                + " with qa/old)");
  }

  @Test
  void warnsWithoutDenying() {
    String file =
        manifests.file(
            "a.yaml",
            Manifests.POLICY.replace("  hosts:", "  enforcement: warn\n  hosts:"),
            Manifests.ingress("qa", "bad", "shop.example.com"));

    assertThat(Program.run("review", file).exit()).isZero();
    var answer = lines(Program.run("review", "-o", "json", file)).getFirst();

    assertThat(answer.path("violations")).isEmpty();
    assertThat(answer.path("warnings").path(0).asText())
        .isEqualTo("invalid ingress host \"shop.example.com\"");
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() {
    String file =
        manifests.file(
            "a.yaml",
            Manifests.POLICY,
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {namespace: qa, name: odd}
            spec: {rules: 7}
            """);

    assertThat(Program.run("review", file).out())
        .isEqualTo("denied  create Ingress/qa/odd: spec.rules: expected a list\n");
  }

  @Test
  void whatCannotBeReadEndsTheRunNamingThePlace() {
    String file =
        manifests.file(
            "a.yaml",
            Manifests.ingress("qa", "ok", "a.example.com"),
            "kind: Pod\napiVersion: v1\n");

    var run = Program.run("review", file);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(file + ":10:1: Pod without metadata.name");
  }

  @Test
  void mutatesFirstAndShowsThePatch() {
    String file =
        manifests.file(
            "a.yaml",
            """
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: pods}
            spec:
              secrets:
                automountServiceAccountToken: set
            """,
            """
            apiVersion: v1
            kind: Pod
            metadata: {namespace: qa, name: app}
            spec: {containers: [{name: app, image: "app:1"}]}
            """);

    var run = Program.run("review", "-o", "json", file);

    assertThat(run.exit()).isZero();
    assertThat(lines(run).getFirst().path("patch"))
        .isEqualTo(
            json(
                """
                [{"op": "add", "path": "/spec/automountServiceAccountToken", "value": false}]
                """));
  }

  @Test
  void rulesInCelSeeTheDefaultsOfTheApiServer() {
    String file =
        manifests.file(
            "a.yaml",
            """
            apiVersion: sekisho.dev/v1alpha1
            kind: Policy
            metadata: {name: pods}
            spec:
              rules:
              - name: latest
                match: {podTemplates: true}
                expression: "podTemplate.spec.containers.all(c, c.imagePullPolicy != 'Always')"
                message: "name a version"
            """,
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: x}]}}\n",
            "{apiVersion: v1, kind: Pod, metadata: {name: b}, spec: {containers: [{image: 'x:1'}]}}\n");

    assertThat(Program.run("review", file).out().lines())
        .containsExactly(
            "denied  create Pod/default/a: name a version", "allowed create Pod/default/b");
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What of admission is easy to get wrong, through the real API server. */
@KubernetesTest
class AdmissionTrapsIT {
  private static final String[] RULES = {
    "networking.k8s.io * ingresses,ingresses/status CREATE,UPDATE,DELETE", " v1 pods/exec CONNECT"
  };

  private static final String DENIED =
      "admission webhook \"validate.sekisho.dev\" denied the request: ";
  private static ControlPlaneProcess controlPlane;
  private static AdmissionClient webhook;
  private static DecisionClient decisions;
  private static String team;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    // Two run here with a root each: neither may put its own in place of the other's.
    controlPlane = ControlPlaneProcess.start(cluster, "--webhook-configuration=off");
    webhook = new AdmissionClient(controlPlane);
    decisions = new DecisionClient(controlPlane);
    cluster.register(Registration.validating(controlPlane, RULES));
    team = team(cluster);
  }

  @AfterAll
  static void stop() {
    decisions.close();
    webhook.close();
    controlPlane.close();
  }

  /** Each may serve below its own name. */
  private static String team(Cluster cluster) {
    var name = cluster.freshNamespace("trap", "");
    cluster
        .kubectl("annotate", "namespace", name, "ingress-whitelist=*." + name + ".example")
        .orFail("kubectl annotate");
    webhook.awaitVerdict(true, name, "ready." + name + ".example", Duration.ofSeconds(5));
    return name;
  }

  private static String good(String host) {
    return host + "." + team + ".example";
  }

  /** An Ingress that got in while nobody looked. */
  private static void violator(Cluster cluster, String name, String finalizers) {
    cluster.unregister();
    cluster.apply(
        Manifests.ingress(team, name, "bad.example")
            .replace("metadata: {", "metadata: {finalizers: [" + finalizers + "], "));
    cluster.register(Registration.validating(controlPlane, RULES));
  }

  @Test
  void serverSideApplyIsReviewed(Cluster cluster) {
    var bad = Manifests.ingress(team, "ssa", "bad.example");
    assertThat(cluster.applyExpectingDenial(bad, "--server-side"))
        .isEqualTo(
            "Error from server (Forbidden): " + DENIED + "invalid ingress host \"bad.example\"\n");

    var good = Manifests.ingress(team, "ssa", good("ssa"));
    cluster.applyAnyway(good, "--server-side").orFail("kubectl apply");
    assertThat(cluster.applyExpectingDenial(bad, "--server-side"))
        .endsWith("invalid ingress host \"bad.example\"\n");
  }

  @Test
  void anObjectWithoutANameIsReviewed(Cluster cluster) {
    var generated =
        Manifests.ingress(team, "x", "bad.example").replace("name: x", "generateName: x-");
    var denied = cluster.createAnyway(generated);
    assertThat(denied.exit()).isEqualTo(1);
    assertThat(denied.err()).endsWith(DENIED + "invalid ingress host \"bad.example\"\n");

    // Two of one team may share a host, and have no name when they are reviewed.
    var fine = generated.replace("bad.example", good("generated"));
    cluster.createAnyway(fine).orFail("kubectl create");
    cluster.createAnyway(fine).orFail("kubectl create");
  }

  @Test
  void aDryRunIsDecidedInFullAndLeavesNothing(Cluster cluster) {
    var other = team(cluster);
    var host = "dry." + team + ".example";
    cluster
        .kubectl(
            "annotate",
            "namespace",
            other,
            "--overwrite",
            "ingress-whitelist=*." + team + ".example")
        .orFail("kubectl annotate");
    webhook.awaitVerdict(true, other, "ready." + team + ".example", Duration.ofSeconds(5));

    cluster.applyAnyway(Manifests.ingress(team, "dry", host), "--dry-run=server").orFail("dry run");

    // Nothing was reserved: another team that may serve the host gets it, and at once.
    assertThat(webhook.askForIngress(other, "asked-for", host).message()).isEmpty();
    assertThat(
            decisions
                .await(team, "CREATE", d -> d.path("name").asText().equals("dry"))
                .path("dryRun")
                .asBoolean())
        .isTrue();
    cluster.apply(Manifests.ingress(other, "wet", host));
    assertThat(cluster.read("/api/v1/namespaces/" + team + "/events").path("items"))
        .noneMatch(event -> event.at("/involvedObject/name").asText().equals("dry"));
  }

  @Test
  void deletionsPass(Cluster cluster) {
    violator(cluster, "deleted", "");

    cluster.kubectl("delete", "ingress", "deleted", "-n", team).orFail("kubectl delete");

    assertThat(
            decisions
                .await(team, "DELETE", d -> d.path("name").asText().equals("deleted"))
                .path("verdict")
                .asText())
        .isEqualTo("allowed");
  }

  @Test
  void connectionsPass(Cluster cluster) {
    cluster.apply(Manifests.serviceAccount(team) + Manifests.pod(team, "target", ""));

    var exec = cluster.kubectl("exec", "-n", team, "target", "--", "true");

    // The object of such a request is a PodExecOptions.
    assertThat(
            decisions
                .await(team, "CONNECT", d -> d.path("resource").asText().equals("pods/exec"))
                .path("verdict")
                .asText())
        .isEqualTo("allowed");
    assertThat(exec.err()).contains("does not have a host assigned");
  }

  @Test
  void anOldViolatorGetsItsStatusAndFinalizers(Cluster cluster) {
    violator(cluster, "old", "");
    var path = "/apis/networking.k8s.io/v1/namespaces/" + team + "/ingresses/old";

    patchOld(
        cluster,
        "{\"status\": {\"loadBalancer\": {\"ingress\": [{\"ip\": \"192.0.2.1\"}]}}}",
        "--subresource=status");
    patchOld(cluster, "{\"metadata\": {\"finalizers\": [\"example.com/wait\"]}}");

    assertThat(cluster.read(path).at("/status/loadBalancer/ingress/0/ip").asText())
        .isEqualTo("192.0.2.1");
    decisions.await(team, "UPDATE", d -> d.path("resource").asText().equals("ingresses/status"));
    cluster.kubectl("delete", "ingress", "old", "-n", team, "--wait=false").orFail("delete");
    assertThat(cluster.read(path).at("/metadata/deletionTimestamp").asText()).isNotEmpty();
    // Whatever else changes: nothing is in the way of what is being deleted.
    patchOld(cluster, "{\"spec\": {\"rules\": [{\"host\": \"worse.example\"}]}}");
    patchOld(cluster, "{\"metadata\": {\"finalizers\": null}}");
    assertThat(cluster.api().get(path).status()).isEqualTo(404);
  }

  private static void patchOld(Cluster cluster, String part, String... more) {
    var arguments = new ArrayList<>(List.of("patch", "ingress", "old", "-n", team));
    arguments.addAll(List.of("--type=merge", "-p", part));
    arguments.addAll(List.of(more));
    cluster.kubectl(arguments.toArray(String[]::new)).orFail("kubectl patch");
  }

  @Test
  void aReviewOfTheOlderVersionIsAnsweredInIt(Cluster cluster) {
    var older = "admissionReviewVersions: [v1beta1]";
    cluster.register(Registration.validating(controlPlane, RULES).with(older));
    try {
      // An answer in another version than the question's would be an error, and no denial.
      assertThat(cluster.applyExpectingDenial(Manifests.ingress(team, "v1beta1", "bad.example")))
          .endsWith(DENIED + "invalid ingress host \"bad.example\"\n");
    } finally {
      cluster.register(Registration.validating(controlPlane, RULES));
    }
  }

  @Test
  void aDenialMayHaveItsTextAsReasonToo(Cluster cluster) {
    var two = "ingressClassName: sekisho\nrules:\n- host: a.bad.example\n- host: b.bad.example\n";
    var text = "invalid ingress host \"a.bad.example\", invalid ingress host \"b.bad.example\"";
    var ingress = Manifests.ingress(team, "two", "", two);
    var at = "error when creating \"STDIN\": ";
    assertThat(cluster.applyExpectingDenial(ingress))
        .isEqualTo("Error from server (Forbidden): " + at + DENIED + text + "\n");

    try (var likeOpa =
        ControlPlaneProcess.start(
            cluster, "--webhook-status-reason=message", "--webhook-configuration=off")) {
      cluster.apply(Registration.validating(likeOpa, RULES).manifest());
      Await.that(
          "the text twice",
          Duration.ofSeconds(20),
          () ->
              cluster
                  .applyAnyway(ingress)
                  .err()
                  .equals("Error from server (" + text + "): " + at + DENIED + text + "\n"));
    } finally {
      cluster.register(Registration.validating(controlPlane, RULES));
    }
  }

  @Test
  void nothingOfAnObjectIsLogged(Cluster cluster) {
    var secret = "hunter2";
    cluster.applyExpectingDenial(
        Manifests.ingress(
            team, "told", "note: " + secret, "rules: [{host: " + secret + ".bad.example}]"));

    var logged =
        decisions.await(team, "CREATE", d -> d.path("name").asText().equals("told")).toString();
    assertThat(logged).contains("spec.rules[0].host").doesNotContain(secret);

    cluster.unregister();
    cluster.apply(Manifests.ingress(team, "stored", secret + ".bad.example"));
    cluster.register(Registration.validating(controlPlane, RULES));
    Await.that(
        "it isn't routed",
        Duration.ofSeconds(5),
        () ->
            controlPlane.log().contains("Ingress/" + team + "/stored: not routed: spec.rules[0]"));
    assertThat(controlPlane.log()).contains("told").doesNotContain(secret);
  }

  @Test
  void warningsArriveWhole(Cluster cluster) {
    var warning = Cluster.EDGE.replace("spec:", "spec:\n  enforcement: warn");
    cluster.putPolicy(warning);
    try {
      webhook.awaitVerdict(true, team, "bad.example", Duration.ofSeconds(5));
      var rules = new StringBuilder("ingressClassName: sekisho\nrules:\n");
      for (int i = 10; i < 70; i++) {
        rules.append("- host: h%d.%sexample\n".formatted(i, "long-label-of-a-host.".repeat(8)));
      }

      var printed =
          cluster
              .applyAnyway(Manifests.ingress(team, "many", "", rules.toString()))
              .orFail("apply");

      var warnings =
          printed
              .err()
              .lines()
              .filter(l -> l.startsWith("Warning: "))
              .map(l -> l.substring(9))
              .toList();
      assertThat(warnings).hasSizeBetween(30, 40);
      assertThat(warnings).allMatch(w -> w.length() <= 120);
      assertThat(warnings.stream().mapToInt(String::length).sum()).isLessThan(4_096);
      assertThat(warnings.getFirst())
          .startsWith("invalid ingress host \"h10.long-label")
          .endsWith("…");
      assertThat(warnings.getLast()).matches("and \\d+ more warnings");
    } finally {
      cluster.putPolicy(Cluster.EDGE);
      webhook.awaitVerdict(false, team, "bad.example", Duration.ofSeconds(5));
    }
  }
}

package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.serve.ControlPlanes.CLUSTER;
import static dev.sekisho.controlplane.serve.ControlPlanes.INGRESS_OK;
import static dev.sekisho.controlplane.serve.ControlPlanes.POLICY;
import static dev.sekisho.controlplane.serve.ControlPlanes.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.controlplane.serve.Webhook.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole control plane on a folder of manifests, asked over its webhook. */
@Timeout(120)
class ControlPlaneIT {

  private final ControlPlanes controlPlanes;

  ControlPlaneIT(@TempDir Path folder) throws IOException {
    this.controlPlanes = new ControlPlanes(folder);
  }

  @AfterEach
  void close() throws Exception {
    controlPlanes.close();
  }

  @Test
  void decidesTheReferenceCases() throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.write("cluster.yaml", CLUSTER);
    var webhook = controlPlanes.webhook(controlPlanes.start());

    var bad = webhook.create("qa", "ingress-bad", Webhook.host("acmecorp.com"));
    var ok = webhook.create("production", "ingress-ok", Webhook.host("signin.acmecorp.com"));
    assertThat(bad.message()).isEqualTo("invalid ingress host \"acmecorp.com\"");
    assertThat(bad.allowed()).isFalse();
    assertThat(ok).isEqualTo(new Answer("admission.k8s.io/v1", true, ""));

    controlPlanes.write("ingress.yaml", INGRESS_OK);
    var conflict =
        "invalid ingress host \"signin.acmecorp.com\" (conflicts with production/ingress-ok)";
    until(
        "the conflict",
        () -> {
          var staging =
              webhook.create("staging", "ingress-ok", Webhook.host("signin.acmecorp.com"));
          return !staging.allowed() && staging.message().equals(conflict);
        });
    assertThat(webhook.createOld("staging", "ingress-ok", Webhook.host("signin.acmecorp.com")))
        .isEqualTo(new Answer("admission.k8s.io/v1beta1", false, conflict));
  }

  @Test
  void changesPodsAtOnePathAndReviewsThemAtTheOther() throws Exception {
    controlPlanes.write(
        "policy.yaml",
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: pods}
        spec: {secrets: {mounts: {readOnly: set}}}
        """);
    controlPlanes.write("cluster.yaml", CLUSTER);
    var controlPlane = controlPlanes.start();
    var webhook = controlPlanes.webhook(controlPlane);
    var review =
        """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
          "uid": "u1", "operation": "CREATE", "namespace": "qa",
          "kind": {"group": "", "version": "v1", "kind": "Pod"},
          "resource": {"group": "", "version": "v1", "resource": "pods"},
          "userInfo": {"username": "someone"},
          "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web-"},
            "spec": {"volumes": [{"name": "s", "secret": {"secretName": "db"}}],
              "containers": [{"name": "a", "volumeMounts": [{"name": "s", "mountPath": "/s"}]}]}}}}
        """;

    var mutated = webhook.post("/mutate", review);
    var patch =
        "[{\"op\":\"add\",\"path\":\"/spec/containers/0/volumeMounts/0/readOnly\",\"value\":true}]";
    assertThat(mutated.body())
        .contains("\"allowed\":true", "\"patchType\":\"JSONPatch\"")
        .contains(Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    assertThat(webhook.post("/validate", review).body())
        .contains("\"allowed\":true")
        .doesNotContain("patch");
    var decisions = webhook.get(controlPlane.addresses().admin(), "/debug/decisions");
    assertThat(decisions.body())
        .contains("\"webhook\":\"/mutate\"", "\"verdict\":\"patched\"", "\"user\":\"someone\"")
        .doesNotContain("volumeMounts");
  }

  @Test
  void doesNotRepeatTheKnownDefects() throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.write("cluster.yaml", CLUSTER + "---\n" + INGRESS_OK);
    var webhook = controlPlanes.webhook(controlPlanes.start());

    assertThat(webhook.create("production", "a", Webhook.host("evilacmecorp.com")).allowed())
        .as("label boundaries")
        .isFalse();
    assertThat(webhook.create("qa", "a", Webhook.host("x.internal.acmecorp.com")).allowed())
        .as("spaces in the list")
        .isTrue();
    assertThat(webhook.create("qa", "a", "{\"rules\": [{}]}").message())
        .as("a rule without host")
        .startsWith("invalid ingress host \"*\"");
    assertThat(webhook.create("qa", "a", "{\"tls\": [{\"hosts\": [\"x.test\"]}]}").message())
        .as("TLS hosts")
        .isEqualTo("invalid ingress host \"x.test\"");
    var mine = Webhook.host("mine.acmecorp.com");
    assertThat(webhook.update("staging", "a", mine, Webhook.host("signin.acmecorp.com")).message())
        .as("an update that steals")
        .contains("conflicts with production/ingress-ok");
    assertThat(webhook.update("qa", "a", mine, mine).allowed())
        .as("an update of what was wrong before")
        .isTrue();
  }
}

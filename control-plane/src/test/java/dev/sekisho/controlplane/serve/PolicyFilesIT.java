package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.serve.ControlPlanes.CLUSTER;
import static dev.sekisho.controlplane.serve.ControlPlanes.POLICY;
import static dev.sekisho.controlplane.serve.ControlPlanes.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies in a folder of manifests, edited while a control plane runs and while none does. */
@Timeout(120)
class PolicyFilesIT {

  private final ControlPlanes controlPlanes;

  PolicyFilesIT(@TempDir Path folder) throws IOException {
    this.controlPlanes = new ControlPlanes(folder);
  }

  @AfterEach
  void close() throws Exception {
    controlPlanes.close();
  }

  @Test
  void aPolicyEditTakesEffectAndABrokenOneDoesNot() throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.write("cluster.yaml", CLUSTER);
    var controlPlane = controlPlanes.start();
    var webhook = controlPlanes.webhook(controlPlane);
    BooleanSupplier allowed =
        () -> webhook.create("qa", "a", Webhook.host("acmecorp.com")).allowed();
    assertThat(allowed.getAsBoolean()).isFalse();
    var first = controlPlane.revision();

    controlPlanes.write("policy.yaml", POLICY.replace("unlisted: deny", "unlisted: allow"));
    until("the edit to take effect", allowed);
    // Verdicts follow an edit at once, what is published of it a moment later.
    until("the new revision", () -> !controlPlane.revision().equals(first));
    var second = controlPlane.revision();
    assertThat(controlPlane.policyProblems()).isEmpty();

    controlPlanes.write("policy.yaml", POLICY.replace("unlisted: deny", "unlsted: deny"));
    until("the problem", () -> !controlPlane.policyProblems().isEmpty());
    assertThat(controlPlane.policyProblems())
        .singleElement()
        .asString()
        .contains(controlPlanes.manifests().resolve("policy.yaml") + ":7:")
        .contains("unlsted", "unlisted");
    assertThat(controlPlane.revision()).isEqualTo(second);
    assertThat(allowed.getAsBoolean()).isTrue();
    assertThat(webhook.get(controlPlane.addresses().admin(), "/metrics").body())
        .contains("sekisho_policy_problems 1.0");

    controlPlanes.write("policy.yaml", POLICY);
    until("the file to be right again", () -> controlPlane.policyProblems().isEmpty());
    assertThat(controlPlane.revision()).isEqualTo(first);
    assertThat(allowed.getAsBoolean()).isFalse();
  }

  @Test
  void theLastGoodPolicySurvivesARestart() throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.write("cluster.yaml", CLUSTER);
    var before = controlPlanes.start();
    var revision = before.revision();
    before.close();
    controlPlanes.write("policy.yaml", POLICY.replace("unlisted", "unlsted"));

    var after = controlPlanes.start();

    assertThat(after.revision()).isEqualTo(revision);
    assertThat(after.policyProblems()).hasSize(1);
    assertThat(
            controlPlanes.webhook(after).create("qa", "a", Webhook.host("acmecorp.com")).allowed())
        .isFalse();
  }

  @Test
  void aPolicyThatWasDeletedMeanwhileDoesNotComeBack() throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.start().close();
    Files.delete(controlPlanes.manifests().resolve("policy.yaml"));
    controlPlanes.start().close();
    controlPlanes.write("policy.yaml", POLICY.replace("unlisted", "unlsted"));

    var after = controlPlanes.start();

    assertThat(controlPlanes.webhook(after).get(after.addresses().admin(), "/readyz").body())
        .contains("no policy is in force");
  }
}

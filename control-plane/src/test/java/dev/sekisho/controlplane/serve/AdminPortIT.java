package dev.sekisho.controlplane.serve;

import static dev.sekisho.controlplane.serve.ControlPlanes.CLUSTER;
import static dev.sekisho.controlplane.serve.ControlPlanes.INGRESS_OK;
import static dev.sekisho.controlplane.serve.ControlPlanes.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a control plane says of itself at its admin port. */
@Timeout(120)
class AdminPortIT {

  private final ControlPlanes controlPlanes;

  AdminPortIT(@TempDir Path folder) throws IOException {
    this.controlPlanes = new ControlPlanes(folder);
  }

  @AfterEach
  void close() throws Exception {
    controlPlanes.close();
  }

  @Test
  void theAdminPortTellsHealthAndMetrics() throws Exception {
    controlPlanes.write("policy.yaml", POLICY);
    controlPlanes.write("cluster.yaml", CLUSTER + "---\n" + INGRESS_OK);
    var controlPlane = controlPlanes.start();
    var webhook = controlPlanes.webhook(controlPlane);
    var unused = webhook.create("qa", "a", Webhook.host("acmecorp.com"));
    int admin = controlPlane.addresses().admin();

    var health = webhook.get(admin, "/healthz");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("ok\n");
    var ready = webhook.get(admin, "/readyz");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).startsWith("ready").contains(controlPlane.revision());
    var metrics = webhook.get(admin, "/metrics");
    assertThat(metrics.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(metrics.body())
        .contains("sekisho_policies 1.0", "sekisho_policy_problems 0.0")
        .contains("sekisho_policy_revision_info{revision=\"" + controlPlane.revision() + "\"} 1")
        .contains("sekisho_claiming_objects{verdict=\"granted\"} 1")
        .contains("sekisho_certificate_expiry_timestamp_seconds{certificate=\"serving\"}")
        .containsPattern(
            "sekisho_admission_duration_seconds_count\\{kind=\"Ingress\",operation=\"create\",verdict=\"denied\",webhook=\"validate\"\\} 1");
    assertThat(webhook.get(admin, "/other").statusCode()).isEqualTo(404);
    var post =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + "/healthz"))
            .POST(HttpRequest.BodyPublishers.noBody());
    assertThat(webhook.send(post).statusCode()).isEqualTo(405);
  }

  @Test
  void withoutPolicyItIsReadyAndSaysThatNothingIsEnforced() throws Exception {
    var controlPlane = controlPlanes.start();
    var webhook = controlPlanes.webhook(controlPlane);

    var ready = webhook.get(controlPlane.addresses().admin(), "/readyz");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("no policy is in force, nothing is enforced");
    assertThat(webhook.create("qa", "a", Webhook.host("acmecorp.com")).allowed()).isTrue();
  }

  @Test
  void kindsOfRequestsDoNotGrowTheMetrics() throws Exception {
    var controlPlane = controlPlanes.start();
    var webhook = controlPlanes.webhook(controlPlane);
    for (int i = 0; i < 3; i++) {
      assertThat(webhook.post("/", reviewOfKind("Made-up-" + i)).statusCode()).isEqualTo(200);
    }

    assertThat(webhook.get(controlPlane.addresses().admin(), "/metrics").body())
        .doesNotContain("Made-up")
        .contains("kind=\"other\"");
  }

  private static String reviewOfKind(String kind) {
    return """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "u",
        "operation": "CREATE", "namespace": "a", "name": "b", "userInfo": {"username": "c"},
        "kind": {"group": "x", "version": "v1", "kind": "%s"}, "object": {},
        "resource": {"group": "x", "version": "v1", "resource": "x"}}}
        """
        .formatted(kind);
  }
}

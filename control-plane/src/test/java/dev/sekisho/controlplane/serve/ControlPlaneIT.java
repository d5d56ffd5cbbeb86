package dev.sekisho.controlplane.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.controlplane.StartupException;
import dev.sekisho.controlplane.serve.Webhook.Answer;
import dev.sekisho.xds.model.GatewayPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole control plane on a folder of manifests, asked over its real ports. */
@Timeout(120)
class ControlPlaneIT {

  private static final String POLICY =
      """
      apiVersion: sekisho.dev/v1alpha1
      kind: Policy
      metadata: {name: edge}
      spec:
        hosts:
          allowFromNamespaceAnnotation: ingress-whitelist
          unlisted: deny
      """;
  private static final String CLUSTER =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: qa
        annotations: {ingress-whitelist: "*.qa.acmecorp.com, *.internal.acmecorp.com"}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: production, annotations: {ingress-whitelist: "*.acmecorp.com"}}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: staging, annotations: {ingress-whitelist: "*.acmecorp.com"}}
      """;
  private static final String INGRESS_OK =
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: ingress-ok, namespace: production}
      spec: {rules: [{host: signin.acmecorp.com}]}
      """;

  @TempDir private Path temp;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Path manifests;

  @BeforeEach
  void folder() throws IOException {
    manifests = Files.createDirectory(temp.resolve("manifests"));
  }

  @AfterEach
  void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Test
  void decidesTheReferenceCases() throws Exception {
    write("policy.yaml", POLICY);
    write("cluster.yaml", CLUSTER);
    var webhook = webhook(start());

    var bad = webhook.create("qa", "ingress-bad", Webhook.host("acmecorp.com"));
    var ok = webhook.create("production", "ingress-ok", Webhook.host("signin.acmecorp.com"));
    assertThat(bad.message()).isEqualTo("invalid ingress host \"acmecorp.com\"");
    assertThat(bad.allowed()).isFalse();
    assertThat(ok).isEqualTo(new Answer("admission.k8s.io/v1", true, ""));

    write("ingress.yaml", INGRESS_OK);
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
    write(
        "policy.yaml",
        """
        apiVersion: sekisho.dev/v1alpha1
        kind: Policy
        metadata: {name: pods}
        spec: {secrets: {mounts: {readOnly: set}}}
        """);
    write("cluster.yaml", CLUSTER);
    var controlPlane = start();
    var webhook = webhook(controlPlane);
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
    write("policy.yaml", POLICY);
    write("cluster.yaml", CLUSTER + "---\n" + INGRESS_OK);
    var webhook = webhook(start());

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

  @Test
  void aPolicyEditTakesEffectAndABrokenOneDoesNot() throws Exception {
    write("policy.yaml", POLICY);
    write("cluster.yaml", CLUSTER);
    var controlPlane = start();
    var webhook = webhook(controlPlane);
    BooleanSupplier allowed =
        () -> webhook.create("qa", "a", Webhook.host("acmecorp.com")).allowed();
    assertThat(allowed.getAsBoolean()).isFalse();
    var first = controlPlane.revision();

    write("policy.yaml", POLICY.replace("unlisted: deny", "unlisted: allow"));
    until("the edit to take effect", allowed);
    // Verdicts follow an edit at once, what is published of it a moment later.
    until("the new revision", () -> !controlPlane.revision().equals(first));
    var second = controlPlane.revision();
    assertThat(controlPlane.policyProblems()).isEmpty();

    write("policy.yaml", POLICY.replace("unlisted: deny", "unlsted: deny"));
    until("the problem", () -> !controlPlane.policyProblems().isEmpty());
    assertThat(controlPlane.policyProblems())
        .singleElement()
        .asString()
        .contains(manifests.resolve("policy.yaml") + ":7:")
        .contains("unlsted", "unlisted");
    assertThat(controlPlane.revision()).isEqualTo(second);
    assertThat(allowed.getAsBoolean()).isTrue();
    assertThat(webhook.get(controlPlane.addresses().admin(), "/metrics").body())
        .contains("sekisho_policy_problems 1.0");

    write("policy.yaml", POLICY);
    until("the file to be right again", () -> controlPlane.policyProblems().isEmpty());
    assertThat(controlPlane.revision()).isEqualTo(first);
    assertThat(allowed.getAsBoolean()).isFalse();
  }

  @Test
  void theLastGoodPolicySurvivesARestart() throws Exception {
    write("policy.yaml", POLICY);
    write("cluster.yaml", CLUSTER);
    var before = start();
    var revision = before.revision();
    before.close();
    write("policy.yaml", POLICY.replace("unlisted", "unlsted"));

    var after = start();

    assertThat(after.revision()).isEqualTo(revision);
    assertThat(after.policyProblems()).hasSize(1);
    assertThat(webhook(after).create("qa", "a", Webhook.host("acmecorp.com")).allowed()).isFalse();
  }

  @Test
  void aPolicyThatWasDeletedMeanwhileDoesNotComeBack() throws Exception {
    write("policy.yaml", POLICY);
    start().close();
    Files.delete(manifests.resolve("policy.yaml"));
    start().close();
    write("policy.yaml", POLICY.replace("unlisted", "unlsted"));

    var after = start();

    assertThat(webhook(after).get(after.addresses().admin(), "/readyz").body())
        .contains("no policy is in force");
  }

  @Test
  void theAdminPortTellsHealthAndMetrics() throws Exception {
    write("policy.yaml", POLICY);
    write("cluster.yaml", CLUSTER + "---\n" + INGRESS_OK);
    var controlPlane = start();
    var webhook = webhook(controlPlane);
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
    var controlPlane = start();
    var webhook = webhook(controlPlane);

    var ready = webhook.get(controlPlane.addresses().admin(), "/readyz");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("no policy is in force, nothing is enforced");
    assertThat(webhook.create("qa", "a", Webhook.host("acmecorp.com")).allowed()).isTrue();
  }

  @Test
  void kindsOfRequestsDoNotGrowTheMetrics() throws Exception {
    var controlPlane = start();
    var webhook = webhook(controlPlane);
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

  @Test
  void aPortInUseIsUnavailableAndEverythingIsClosedAgain() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      for (var ports :
          new ControlPlaneConfig.Ports[] {
            ports(port, 0, OptionalInt.empty(), 0),
            ports(0, port, OptionalInt.empty(), 0),
            ports(0, 0, OptionalInt.of(port), 0),
            ports(0, 0, OptionalInt.empty(), port)
          }) {
        assertThatThrownBy(() -> ControlPlane.start(config(ports)))
            .isInstanceOfSatisfying(
                StartupException.class,
                e -> assertThat(e.reason()).isEqualTo(StartupException.Reason.UNAVAILABLE))
            .hasMessageContaining("127.0.0.1:" + port);
      }
    }
    start();
  }

  @Test
  void thePlaintextPortIsOpenOnlyIfAsked() throws Exception {
    assertThat(start().addresses().toString()).contains("xds-plaintext=off");
    opened.pop().close();
    var with = ControlPlane.start(config(ports(0, 0, OptionalInt.of(0), 0)));
    opened.push(with);

    assertThat(with.addresses().xdsPlaintext().orElse(0)).isPositive();
    assertThat(with.addresses())
        .hasToString(
            "webhook=127.0.0.1:%d xds=127.0.0.1:%d xds-plaintext=127.0.0.1:%d admin=127.0.0.1:%d"
                .formatted(
                    with.addresses().webhook(),
                    with.addresses().xds(),
                    with.addresses().xdsPlaintext().orElseThrow(),
                    with.addresses().admin()));
  }

  @Test
  void closesTwiceAndFreesItsPorts() throws Exception {
    var controlPlane = start();
    var at = controlPlane.addresses();
    controlPlane.close();
    controlPlane.close();

    for (int port : new int[] {at.webhook(), at.xds(), at.admin()}) {
      new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")).close();
    }
  }

  private ControlPlane start() throws InterruptedException {
    var controlPlane = ControlPlane.start(config(ports(0, 0, OptionalInt.empty(), 0)));
    opened.push(controlPlane);
    return controlPlane;
  }

  private ControlPlaneConfig config(ControlPlaneConfig.Ports ports) {
    return new ControlPlaneConfig(
        new ControlPlaneConfig.Source.Folder(manifests),
        "sekisho-system",
        temp.resolve("data"),
        new GatewayPorts(8080, 9443),
        ports);
  }

  private static ControlPlaneConfig.Ports ports(
      int webhook, int xds, OptionalInt plaintext, int admin) {
    return new ControlPlaneConfig.Ports("127.0.0.1", webhook, xds, plaintext, admin);
  }

  private Webhook webhook(ControlPlane controlPlane) throws Exception {
    var webhook =
        new Webhook(temp.resolve("data/ca/root-cert.pem"), controlPlane.addresses().webhook());
    opened.push(webhook);
    return webhook;
  }

  private void write(String name, String text) throws IOException {
    var temporary = Files.writeString(temp.resolve("saving"), text);
    Files.move(temporary, manifests.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }
}

package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Impersonation, as it could be tried at the xDS port of a cluster; each attempt is refused. */
@KubernetesTest
class IdentityIT {
  private static ControlPlaneProcess controlPlane;
  private static String shop;
  private static String bank;
  private static TestPod web;

  @BeforeAll
  static void start(Cluster cluster) {
    controlPlane = ControlPlaneProcess.start(cluster);
    shop = cluster.freshNamespace("shop", "");
    bank = cluster.freshNamespace("bank", "");
    web = TestPod.create(cluster, shop, "web", "web-1");
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  @Test
  void aTokenOfItsPodGetsTheCertificateOfItsAccount() {
    try (var client = SdsClient.withToken(controlPlane, web.token(), web.sidecar())) {
      assertThat(Openssl.uris(client.certificate())).containsExactly(web.spiffeId());
      Openssl.verify(controlPlane.ca(), client.certificate());
    }
  }

  @Test
  void anotherPodsNodeId(Cluster cluster) {
    var other = TestPod.create(cluster, shop, "admin", "admin-1");
    assertRefused(web.token(), other.sidecar(), Status.Code.PERMISSION_DENIED, "foreign-node");
  }

  @Test
  void aPodOfTheSameAccountIsAnotherPodToo(Cluster cluster) {
    var sibling = TestPod.create(cluster, shop, "web", "web-2");
    assertRefused(web.token(), sibling.sidecar(), Status.Code.PERMISSION_DENIED, "foreign-node");
  }

  @Test
  void anotherNamespacesToken(Cluster cluster) {
    var other = TestPod.create(cluster, bank, "web", "web-1");
    assertRefused(other.token(), web.sidecar(), Status.Code.PERMISSION_DENIED, "foreign-node");
  }

  @Test
  void aTokenWithoutOurAudience() {
    assertRefused(
        web.token("istio-ca"), web.sidecar(), Status.Code.UNAUTHENTICATED, "wrong-audience");
    assertRefused(
        web.token("https://kubernetes.default.svc"),
        web.sidecar(),
        Status.Code.UNAUTHENTICATED,
        "wrong-audience");
  }

  @Test
  void anExpiredToken(Cluster cluster) {
    var key = cluster.server().serviceAccountKey();
    var good = MadeToken.of(web, key, Instant.now().plus(Duration.ofMinutes(50)));
    try (var client = SdsClient.withToken(controlPlane, good, web.sidecar())) {
      assertThat(client.certificate()).as("the same but for its end").isNotEmpty();
    }
    var expired = MadeToken.of(web, key, Instant.now().minus(Duration.ofMinutes(1)));
    assertRefused(expired, web.sidecar(), Status.Code.UNAUTHENTICATED, "invalid-token");
  }

  @Test
  void aTokenThatSomebodyElseSigned() throws GeneralSecurityException {
    var keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    var forged =
        MadeToken.of(
            web, keys.generateKeyPair().getPrivate(), Instant.now().plus(Duration.ofMinutes(50)));
    assertRefused(forged, web.sidecar(), Status.Code.UNAUTHENTICATED, "invalid-token");
  }

  @Test
  void aTokenOfADeletedPodThatWasNeverSeenBefore(Cluster cluster) {
    var first = TestPod.create(cluster, shop, "web", "fresh-1");
    var token = first.token();
    first.delete();
    var second = TestPod.create(cluster, shop, "web", "fresh-1");
    assertThat(second.uid()).isNotEqualTo(first.uid());
    assertRefused(token, second.sidecar(), Status.Code.UNAUTHENTICATED, "invalid-token");
  }

  @Test
  void aTokenOfADeletedPodThatIsRemembered(Cluster cluster) {
    var first = TestPod.create(cluster, shop, "web", "known-1");
    var token = first.token();
    try (var client = SdsClient.withToken(controlPlane, token, first.sidecar())) {
      assertThat(client.certificate()).isNotEmpty();
      first.delete();
      assertThat(client.ended().getCode())
          .as("the stream of a Pod that goes")
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
    var second = TestPod.create(cluster, shop, "web", "known-1");
    assertRefused(token, second.sidecar(), Status.Code.PERMISSION_DENIED, "unknown-pod");
    try (var client = SdsClient.withToken(controlPlane, second.token(), second.sidecar())) {
      assertThat(client.certificate()).as("the new Pod with its own token").isNotEmpty();
    }
  }

  @Test
  void anUnboundToken() {
    assertRefused(
        web.unboundToken(), web.sidecar(), Status.Code.PERMISSION_DENIED, "unbound-token");
  }

  @Test
  void anUnboundLegacyToken(Cluster cluster) {
    var legacy = MadeToken.legacy(web, cluster.server().serviceAccountKey());
    assertRefused(legacy, web.sidecar(), Status.Code.PERMISSION_DENIED, "unbound-token");
  }

  @Test
  void aTokenOfNoServiceAccount(Cluster cluster) {
    assertRefused(
        cluster.server().token(), web.sidecar(), Status.Code.UNAUTHENTICATED, "invalid-token");
  }

  @Test
  void aForgedClientCertificate() {
    try (var client =
        SdsClient.withCertificate(controlPlane, IssuedByTest.forged(web), web.sidecar())) {
      assertThat(client.ended().getCode())
          .as("the handshake fails")
          .isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(client.wasServed()).isFalse();
    }
  }

  @Test
  void noCredentials() {
    double before = rejected("no-credentials");
    try (var client = SdsClient.withNothing(controlPlane, web.sidecar())) {
      assertThat(client.ended().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(client.ended().getDescription()).contains("sekisho bootstrap --token-file");
      assertThat(client.wasServed()).isFalse();
    }
    assertThat(rejected("no-credentials")).isEqualTo(before + 1);
  }

  private static double rejected(String reason) {
    var name = "sekisho_xds_rejected_total{reason=\"" + reason + "\"}";
    return Math.max(0, controlPlane.metric(name));
  }

  /** Also that it is counted and logged by its reason, and the token isn't. */
  private static void assertRefused(String token, String nodeId, Status.Code code, String reason) {
    double before = rejected(reason);
    try (var client = SdsClient.withToken(controlPlane, token, nodeId)) {
      var end = client.ended();
      assertThat(end.getCode()).as("%s", end).isEqualTo(code);
      assertThat(controlPlane.log()).contains(String.valueOf(end.getDescription()));
      assertThat(client.wasServed()).isFalse();
    }
    assertThat(rejected(reason)).isEqualTo(before + 1);
    for (String part : token.split("\\.", -1)) {
      assertThat(controlPlane.log()).doesNotContain(part);
    }
  }
}

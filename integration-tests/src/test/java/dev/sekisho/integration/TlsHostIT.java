package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hosts by HTTPS: certificates come from Secrets, over SDS, and only where they may. */
@KubernetesTest
class TlsHostIT {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static ControlPlaneProcess controlPlane;

  @BeforeAll
  static void start(Cluster cluster) {
    cluster.putPolicy(Cluster.EDGE);
    controlPlane = ControlPlaneProcess.start(cluster);
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  @Test
  void certificateFollowsTheSecret(Cluster cluster) {
    var host = "shop.acmecorp.com";
    var first = TlsPair.forHost(host);
    var second = TlsPair.forHost(host);
    var team = cluster.freshTeam("shop", "*.acmecorp.com");
    try (var upstream = Upstream.start("shop");
        var envoy = controlPlane.startGateway("follows")) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + first.secret(team, "cert")
              + Manifests.tlsIngress(team, "shop", host, "cert"));

      awaitCertificate(envoy, host, first);
      assertThat(envoy.getSecure(host, "/", first.trusted()).map(Reply.Secure::reply))
          .contains(new Reply(200, "shop"));

      cluster.apply(second.secret(team, "cert"));
      awaitCertificate(envoy, host, second);

      cluster.kubectl("delete", "secret", "cert", "-n", team).orFail("kubectl delete");
      awaitLaterChange(cluster, envoy, team, "later.acmecorp.com", "shop");
      assertThat(certificate(envoy, host, second)).contains(second.serial());

      cluster.apply(garbage(team, "cert"));
      awaitLaterChange(cluster, envoy, team, "last.acmecorp.com", "shop");
      assertThat(certificate(envoy, host, second)).contains(second.serial());
    }
  }

  @Test
  void hostThatIsNotGrantedHasNoCertificate(Cluster cluster) {
    var good = TlsPair.forHost("api.qa.acmecorp.com");
    var bad = TlsPair.forHost("acmecorp.com");
    var team = cluster.freshTeam("tls", "*.qa.acmecorp.com");
    try (var upstream = Upstream.start("tls");
        var envoy = controlPlane.startGateway("denied")) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + bad.secret(team, "bad")
              + good.secret(team, "good")
              + Manifests.tlsIngress(team, "bad", "acmecorp.com", "bad")
              + Manifests.tlsIngress(team, "good", "api.qa.acmecorp.com", "good"));

      awaitCertificate(envoy, "api.qa.acmecorp.com", good);
      assertThat(certificate(envoy, "acmecorp.com", bad)).isEmpty();
      assertThat(certificate(envoy, "acmecorp.com", good)).isEmpty();
    }
  }

  @Test
  void plaintextConnectionNeverGetsSecrets(Cluster cluster) throws Exception {
    var host = "plain.acmecorp.com";
    var pair = TlsPair.forHost(host);
    var team = cluster.freshTeam("plain", "*.acmecorp.com");
    try (var upstream = Upstream.start("plain")) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + pair.secret(team, "cert")
              + Manifests.tlsIngress(team, "front", host, "cert"));
      try (var envoy = controlPlane.startGateway("secure")) {
        awaitCertificate(envoy, host, pair);
      }
      try (var envoy = controlPlane.startPlaintextGateway("plaintext")) {
        envoy.awaitReply(host, 200, "plain", SOON);

        assertThat(certificate(envoy, host, pair)).isEmpty();
        assertThat(envoy.admin("/config_dump"))
            .as("the host is configured, its certificate isn't")
            .contains(host)
            .doesNotContain("BEGIN CERTIFICATE")
            .doesNotContain("\"inline_bytes\"");
      }
    }
  }

  private static void awaitCertificate(EnvoyProcess envoy, String host, TlsPair pair) {
    Await.that(
        host + " shows certificate " + pair.serial(),
        SOON,
        () -> certificate(envoy, host, pair).equals(Optional.of(pair.serial())));
  }

  private static Optional<BigInteger> certificate(
      EnvoyProcess envoy, String host, TlsPair trusted) {
    return envoy
        .getSecure(host, "/", trusted.trusted())
        .map(answer -> answer.certificate().getSerialNumber());
  }

  /** A change after which the ones before it must have been seen. */
  private static void awaitLaterChange(
      Cluster cluster, EnvoyProcess envoy, String team, String host, String body) {
    cluster.apply(Manifests.ingress(team, host.replace('.', '-'), host));
    envoy.awaitReply(host, 200, body, SOON);
  }

  private static String garbage(String namespace, String name) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {namespace: %s, name: %s}
    type: kubernetes.io/tls
    stringData: {tls.crt: "no certificate", tls.key: "no key"}
    ---
    """
        .formatted(namespace, name);
  }
}

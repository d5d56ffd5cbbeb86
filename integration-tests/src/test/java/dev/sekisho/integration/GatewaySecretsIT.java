package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway is given the Secrets that policies let its ServiceAccount have, and no others. */
@KubernetesTest
class GatewaySecretsIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String A = "a.acmecorp.com";
  private static final String B = "b.acmecorp.com";

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
  void servesWhatIsGrantedToItsAccount(Cluster cluster) throws IOException {
    var a = TlsPair.forHost(A);
    var b = TlsPair.forHost(B);
    var team = cluster.freshTeam("shop", "*.acmecorp.com");
    var pod = TestPod.create(cluster, cluster.freshNamespace("edge", ""), "edge", "edge-1");
    grant(cluster, team + "/a");
    try (var upstream = Upstream.start("shop");
        var envoy = controlPlane.startGateway(pod)) {
      cluster.apply(
          Manifests.service(team, "web", upstream)
              + a.secret(team, "a")
              + b.secret(team, "b")
              + ingress(team, "a", A)
              + ingress(team, "b", B));

      awaitCertificate(envoy, A, a);
      envoy.awaitReply(B, 200, "shop", SOON);
      assertThat(serial(envoy, B, b)).as("B over TLS").isEmpty();
      assertThat(serial(envoy, B, a)).as("B over TLS, with another's certificate").isEmpty();
      assertHasNot(envoy, team, "b", b);
      var refusal = "on the gateway " + pod.namespace() + "/edge: invalid gateway secret \"" + team;
      assertThat(controlPlane.log().split(refusal + "/b\"", -1))
          .as("said once, with Secret, gateway and rule")
          .hasSize(2);
      assertThat(controlPlane.log()).contains("secrets.grants");

      grant(cluster, team + "/a", team + "/b");
      awaitCertificate(envoy, B, b);
      assertThat(serial(envoy, A, a)).contains(a.serial());

      grant(cluster, team + "/b");
      Await.that(A + " isn't served over TLS", SOON, () -> serial(envoy, A, a).isEmpty());
      assertServesWithout(envoy, team, "a");
      assertThat(serial(envoy, B, b)).contains(b.serial());
    }
  }

  @Test
  void aDefaultOfDenyHoldsForSekishosOwnGatewayToo(Cluster cluster) throws IOException {
    var own = "own.acmecorp.com";
    var a = TlsPair.forHost(own);
    var team = cluster.freshTeam("own", "*.acmecorp.com");
    cluster.putPolicy(Cluster.EDGE);
    try (var upstream = Upstream.start("own");
        var envoy = controlPlane.startGateway("own")) {
      cluster.apply(
          Manifests.service(team, "web", upstream) + a.secret(team, "a") + ingress(team, "a", own));
      awaitCertificate(envoy, own, a);

      cluster.putPolicy(Cluster.EDGE + "  secrets: {default: deny}\n");
      Await.that("no TLS", SOON, () -> serial(envoy, own, a).isEmpty());
      assertServesWithout(envoy, team, "a");
    }
  }

  private static void grant(Cluster cluster, String... secrets) {
    cluster.putPolicy(
        Cluster.EDGE
            + "  secrets:\n    grants:\n    - {names: [\""
            + String.join("\", \"", secrets)
            + "\"], via: [ingressTls], workloads: {serviceAccounts: [edge]}}\n");
  }

  /** It never was given it. */
  private static void assertHasNot(EnvoyProcess envoy, String team, String secret, TlsPair pair)
      throws IOException {
    assertThat(envoy.admin("/config_dump"))
        .contains("kubernetes://" + team + "/")
        .doesNotContain("kubernetes://" + team + "/" + secret + "\"");
    assertThat(envoy.admin("/certs")).doesNotContain(pair.serial().toString(16));
  }

  /** Nothing that is served uses it any more; connections that drain may hold it a while longer. */
  private static void assertServesWithout(EnvoyProcess envoy, String team, String secret)
      throws IOException {
    var listeners = JSON.readTree(envoy.admin("/config_dump?resource=dynamic_listeners"));
    assertThat(listeners.findValues("active_state").toString())
        .contains("0.0.0.0")
        .doesNotContain("kubernetes://" + team + "/" + secret + "\"");
  }

  private static void awaitCertificate(EnvoyProcess envoy, String host, TlsPair pair) {
    Await.that(
        host + " shows certificate " + pair.serial(),
        SOON,
        () -> serial(envoy, host, pair).equals(Optional.of(pair.serial())));
  }

  private static Optional<BigInteger> serial(EnvoyProcess envoy, String host, TlsPair trusted) {
    return envoy
        .getSecure(host, "/", trusted.trusted())
        .map(answer -> answer.certificate().getSerialNumber());
  }

  private static String ingress(String namespace, String secret, String host) {
    var tls = "tls: [{hosts: [\"%s\"], secretName: %s}]\n".formatted(host, secret);
    return Manifests.ingress(
        namespace,
        "front-" + secret,
        "",
        "ingressClassName: sekisho\n" + tls + Manifests.rule(host));
  }
}

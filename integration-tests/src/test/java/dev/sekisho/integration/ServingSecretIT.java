package dev.sekisho.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A serving certificate that others maintain, as cert-manager does. */
@KubernetesTest
class ServingSecretIT {
  private static final Duration LONG = Duration.ofDays(90);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String FLAG = "--serving-certificate-secret=sekisho-tls";

  private static Map<String, String> tls(Pki root, Pki server) {
    return Map.of(
        "tls.crt", server.certificate(), "tls.key", server.key(), "ca.crt", root.certificate());
  }

  private static String subject(ControlPlaneProcess controlPlane, String roots) throws IOException {
    return Handshakes.chain(controlPlane.webhookPort(), roots)
        .getFirst()
        .getSubjectX500Principal()
        .getName();
  }

  @Test
  void itIsReplacedUnderLoadAndGarbageIsNot(Cluster cluster) throws IOException {
    var root = Pki.root("Acme root", LONG);
    var secret = new SecretObject(cluster, "sekisho-tls");
    secret.delete();
    secret.create("kubernetes.io/tls", tls(root, root.server("one", LONG)));
    try (var controlPlane = ControlPlaneProcess.startInCluster(cluster, FLAG)) {
      var trusted = new AtomicReference<>(root.certificate());
      assertThat(subject(controlPlane, root.certificate())).isEqualTo("CN=one");
      var own = new SecretObject(cluster, "sekisho-ca").text("root-cert.pem").orElseThrow();
      assertThat(Handshakes.chain(controlPlane.xdsPort(), own)).hasSize(1);
      try (var clients =
          Handshakes.with(
              List.of(controlPlane.webhookPort(), controlPlane.webhookPort()), trusted::get)) {
        for (var name : List.of("two", "three", "four")) {
          secret.change(tls(root, root.server(name, LONG)));
          Await.that(
              name, SOON, () -> subject(controlPlane, root.certificate()).equals("CN=" + name));
        }
        secret.change(Map.of("tls.crt", "garbage"));
        Await.that(
            "the problem",
            SOON,
            () -> controlPlane.log().contains("sekisho-tls: tls.crt: no certificate"));
        assertThat(subject(controlPlane, root.certificate())).isEqualTo("CN=four");

        // Another authority: known before it is served.
        var next = Pki.root("Acme root 2", LONG);
        secret.change(tls(next, next.server("five", LONG)));
        assertThat(subject(controlPlane, root.certificate())).isEqualTo("CN=four");
        trusted.set(next.certificate() + root.certificate());
        Await.that(
            "five",
            SOON.multipliedBy(2),
            () -> subject(controlPlane, next.certificate()).equals("CN=five"));
        assertThat(clients.failures()).isEmpty();
        assertThat(clients.count()).isGreaterThan(300);
      }
      assertThat(controlPlane.log()).doesNotContain("PRIVATE KEY");
    }
  }

  @Test
  void whatIsNotThereOrNoPairIsNamedAtTheStart(Cluster cluster) {
    var root = Pki.root("Acme root", LONG);
    var secret = new SecretObject(cluster, "sekisho-tls");
    secret.delete();
    var missing = ControlPlaneProcess.runInCluster(cluster, FLAG);
    assertThat(missing.err()).contains("Secret sekisho-system/sekisho-tls isn't there");
    assertThat(missing.exit()).isEqualTo(3);

    secret.create(
        "kubernetes.io/tls",
        Map.of(
            "tls.crt", root.server("a", LONG).certificate(),
            "tls.key", root.server("b", LONG).key()));
    var mixed = ControlPlaneProcess.runInCluster(cluster, FLAG);
    secret.delete();
    assertThat(mixed.err())
        .contains("Secret sekisho-system/sekisho-tls: tls.key: doesn't belong to the certificate");
    assertThat(mixed.exit()).isEqualTo(2);
  }
}
